using Heapwise.Heap;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Names;

/// <summary>
/// Which functions see the variables of a context: closures made in it, generators and async functions that run in it, the module it
/// belongs to, and the same of the contexts nested in it. All of them stand in one script, which is how a context gets its file.
/// </summary>
internal static class ScopeFunctions
{
    /// <summary>Contexts and retainers looked at; a leak of closures has one context each.</summary>
    private const int MaxContexts = 200;

    private const int MaxRetainers = 5_000;

    private const string ScriptName = "system / Script / ";

    /// <summary>Distinct places, those of the context itself before those of nested ones.</summary>
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

            if (ModuleOf(graph, queue[i]) is { } module) Add(found, ModulePosition(snapshot, module));
        }

        return found;
    }

    /// <summary>A scope; browsers add its number to V8's name.</summary>
    public static bool IsContext(HeapGraph graph, NodeIndex node) =>
        graph.IsNamed(node, "system / Context"u8) || graph.Strings.StartsWith(graph.NameIndexOf(node), "system / Context / "u8);

    /// <summary>
    /// The script of a context whose functions have no place, as in snapshots of a browser: <c>closure –shared→ … –script→ system / Script / URL</c>. Null
    /// where it does not tell.
    /// </summary>
    public static string? ScriptOf(HeapSnapshot snapshot, NodeIndex context)
    {
        var graph = snapshot.Graph;
        var looked = 0;
        foreach (var edge in snapshot.Retainers.EdgesTo(context))
        {
            if (++looked > MaxContexts) break;
            if (graph.TypeOf(edge) != EdgeType.Internal || graph.TypeOf(graph.SourceOf(edge)) != NodeType.Closure || graph.NameOf(edge) != "context") continue;
            if (graph.FindInternal(graph.SourceOf(edge), "shared"u8) is not { } shared || graph.FindInternal(shared, "script"u8) is not { } script) continue;
            if (graph.NameOf(script) is var name && name.StartsWith(ScriptName, StringComparison.Ordinal)) return name[ScriptName.Length..];
        }

        return null;
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
            if (edge.Type == EdgeType.Internal && graph.TypeOf(edge.To) == NodeType.Hidden && graph.IsNamed(edge.To, "system / SourceTextModule"u8)) return edge.To;
        }

        return null;
    }

    private static void Add(List<CodePosition> found, CodePosition? position)
    {
        if (position is not null && !found.Contains(position)) found.Add(position);
    }
}
