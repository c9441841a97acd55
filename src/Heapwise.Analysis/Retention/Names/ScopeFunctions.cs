using Heapwise.Heap;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Names;

/// <summary>
/// Which functions see the variables of a context: closures made in it, generators and async functions that run in it, the module it
/// belongs to, and the same for the contexts nested in it. All of them are in one script, so a context gets its file from them.
/// </summary>
internal static class ScopeFunctions
{
    /// <summary>Contexts looked at; a leak of closures has one for each closure.</summary>
    private const int MaxContexts = 200;

    private const int MaxRetainers = 5_000;

    private const string ScriptName = "system / Script / ";

    /// <summary>Distinct positions, those of the context itself before those of nested ones.</summary>
    public static IReadOnlyList<CodePosition> Find(HeapSnapshot snapshot, NodeIndex context)
    {
        var graph = snapshot.Graph;
        var found = new List<CodePosition>();
        var queue = new List<NodeIndex> { context };
        var seen = new HashSet<NodeIndex> { context };
        var looked = 0;
        for (var i = 0; i < queue.Count && i < MaxContexts; i++)
        {
            foreach (var edge in snapshot.Retainers.EdgesTo(queue[i]))
            {
                if (++looked > MaxRetainers) break;
                if (graph.TypeOf(edge) != EdgeType.Internal) continue;
                var source = graph.SourceOf(edge);
                var name = graph.NameOf(edge);
                if (name == "context") Add(found, snapshot.PositionOf(source));
                else if (name == "previous" && seen.Add(source)) queue.Add(source);
            }

            if (FindModule(graph, queue[i]) is { } module) Add(found, FindModulePosition(snapshot, module));
        }

        return found;
    }

    /// <summary>
    /// The script of a context whose functions have no position, as in snapshots of a browser:
    /// <c>closure –shared→ … –script→ system / Script / URL</c>. Null where there is no such path.
    /// </summary>
    public static string? FindScript(HeapSnapshot snapshot, NodeIndex context)
    {
        var graph = snapshot.Graph;
        var looked = 0;
        foreach (var edge in snapshot.Retainers.EdgesTo(context))
        {
            if (++looked > MaxContexts) break;
            var source = graph.SourceOf(edge);
            if (graph.TypeOf(source) != NodeType.Closure || !graph.Is(edge, EdgeType.Internal, "context"u8)) continue;
            if (graph.FindInternal(source, "shared"u8) is not { } shared) continue;
            if (graph.FindInternal(shared, "script"u8) is not { } script) continue;
            var name = graph.NameOf(script);
            if (name.StartsWith(ScriptName, StringComparison.Ordinal)) return name[ScriptName.Length..];
        }

        return null;
    }

    /// <summary>The position of an ES module's body, from the generator that runs it.</summary>
    public static CodePosition? FindModulePosition(HeapSnapshot snapshot, NodeIndex module)
    {
        foreach (var edge in snapshot.Graph.EdgesOf(module))
        {
            if (edge.IsWeak || snapshot.Graph.TypeOf(edge.To) is not (NodeType.Object or NodeType.Closure)) continue;
            if (snapshot.PositionOf(edge.To) is { } position) return position;
        }

        return null;
    }

    private static NodeIndex? FindModule(HeapGraph graph, NodeIndex context)
    {
        foreach (var edge in graph.EdgesOf(context))
        {
            if (edge.Type != EdgeType.Internal || graph.TypeOf(edge.To) != NodeType.Hidden) continue;
            if (graph.IsNamed(edge.To, "system / SourceTextModule"u8)) return edge.To;
        }

        return null;
    }

    private static void Add(List<CodePosition> found, CodePosition? position)
    {
        if (position is not null && !found.Contains(position)) found.Add(position);
    }
}
