using Heapwise.Heap;
using Heapwise.Heap.Facts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention;

/// <summary>
/// Which functions see the variables of a context: closures made in it, generators and async functions that run in it, the module it
/// belongs to, and the same of the contexts nested in it. All of them stand in one script, which is how a context gets its file.
/// </summary>
internal static class ScopeFunctions
{
    /// <summary>Contexts and retainers looked at; a leak of closures has one context each.</summary>
    private const int MaxContexts = 200;

    private const int MaxRetainers = 5_000;

    /// <summary>Distinct places, those of the context itself before those of nested ones.</summary>
    public static IReadOnlyList<CodePosition> Of(HeapSnapshot snapshot, NodeIndex context)
    {
        var graph = snapshot.Graph;
        var found = new List<CodePosition>();
        var queue = new List<NodeIndex> { context };
        var seen = new HashSet<NodeIndex> { context };
        var looked = 0;
        for (var i = 0; i < queue.Count && i < MaxContexts; i++)
        {
            foreach (var position in snapshot.Retainers.EdgesTo(queue[i]))
            {
                if (++looked > MaxRetainers) break;
                var edge = new EdgeIndex(position);
                if (graph.TypeOf(edge) != EdgeType.Internal) continue;
                var source = graph.SourceOf(edge);
                var name = graph.NameOf(edge);
                if (name == "context") Add(found, snapshot.PositionOf(source));
                else if (name == "previous" && seen.Add(source)) queue.Add(source);
            }

            if (ModuleOf(graph, queue[i]) is { } module) Add(found, ModulePosition(snapshot, module));
        }

        return found;
    }

    /// <summary>The place of an ES module's body, by the generator that runs it.</summary>
    public static CodePosition? ModulePosition(HeapSnapshot snapshot, NodeIndex module)
    {
        foreach (var edge in snapshot.Graph.EdgesOf(module))
        {
            if (!edge.IsWeak && snapshot.Graph.TypeOf(edge.To) is NodeType.Object or NodeType.Closure && snapshot.PositionOf(edge.To) is { } position) return position;
        }

        return null;
    }

    private static NodeIndex? ModuleOf(HeapGraph graph, NodeIndex context)
    {
        foreach (var edge in graph.EdgesOf(context))
        {
            if (edge.Type == EdgeType.Internal && graph.TypeOf(edge.To) == NodeType.Hidden && graph.Strings.Is(graph.NameIndexOf(edge.To), "system / SourceTextModule"u8)) return edge.To;
        }

        return null;
    }

    private static void Add(List<CodePosition> found, CodePosition? position)
    {
        if (position is not null && !found.Contains(position)) found.Add(position);
    }
}
