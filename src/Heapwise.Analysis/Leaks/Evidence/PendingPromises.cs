using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Retention;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Evidence;

/// <summary>How promises that do not settle are left behind.</summary>
public enum PromiseLeak
{
    /// <summary>One long-lived promise gathers a reaction for each <c>then</c>, <c>await</c> or <c>Promise.race</c> on it.</summary>
    Reactions,

    /// <summary>A container keeps pending promises, or the functions that would settle them.</summary>
    Pending,
}

/// <summary>
/// Tells promises that wait from others. A pending promise that someone waits for has its reactions where a settled one has its value:
/// <c>Promise –reactions_or_result→ system / PromiseReaction –next→ PromiseReaction …</c>. The functions that settle a promise hold it in their
/// scope: <c>resolve –context→ system / Context → Promise</c>.
/// </summary>
internal static class PendingPromises
{
    /// <summary>Hops from an entry to its promise: entry, <c>resolve</c>, its scope, the promise.</summary>
    private const int MaxHops = 3;

    private const int MaxNodes = 200;

    /// <summary>True for what hangs at one promise: the promise itself, or its chain of reactions.</summary>
    public static bool IsPromiseOrReaction(HeapGraph graph, NodeIndex node) => IsPromise(graph, node) || IsReaction(graph, node);

    public static bool IsReaction(HeapGraph graph, NodeIndex node) =>
        graph.TypeOf(node) is NodeType.Hidden or NodeType.Object && graph.IsNamed(node, "system / PromiseReaction"u8);

    /// <summary>The promise that a chain of reactions hangs at.</summary>
    public static NodeIndex PromiseOf(RootPaths paths, NodeIndex node)
    {
        while (IsReaction(paths.Snapshot.Graph, node) && paths.ParentEdgeOf(node) is not null) node = paths.ParentOf(node);
        return node;
    }

    /// <summary>Reactions among survivors; null where there are none.</summary>
    public static SurvivorClass? ReactionsIn(IReadOnlyList<SurvivorClass> classes, HeapGraph graph) => classes.FirstOrDefault(row => IsReaction(graph, row.Example));

    /// <summary>A pending promise that an entry of a container is, or that it settles: reached through new objects alone.</summary>
    public static NodeIndex? Of(Survivors survivors, NodeIndex entry)
    {
        var graph = survivors.Paths.Snapshot.Graph;
        var waiting = new Queue<(NodeIndex Node, int Hops)>();
        var seen = new HashSet<NodeIndex> { entry };
        waiting.Enqueue((entry, 0));
        while (waiting.TryDequeue(out var at) && seen.Count < MaxNodes)
        {
            if (IsPromise(graph, at.Node) && ReactionOf(graph, at.Node) is not null) return at.Node;
            if (at.Hops == MaxHops) continue;
            foreach (var edge in graph.EdgesOf(at.Node))
            {
                if (IsSettling(graph, at.Node, edge) && survivors.RungOf(edge.To) >= 0 && seen.Add(edge.To)) waiting.Enqueue((edge.To, at.Hops + 1));
            }
        }

        return null;
    }

    /// <summary>Only what settles a promise leads to it: a property or element with a function, its scope, the promise in there.</summary>
    private static bool IsSettling(HeapGraph graph, NodeIndex from, HeapEdge edge) => graph.TypeOf(from) switch
    {
        NodeType.Closure => graph.Is(edge.Index, EdgeType.Internal, "context"u8),
        NodeType.Object when ScopeFunctions.IsContext(graph, from) => edge.Type != EdgeType.Weak && IsPromise(graph, edge.To),
        NodeType.Object => edge.Type is EdgeType.Property or EdgeType.Element && (graph.TypeOf(edge.To) == NodeType.Closure || IsPromise(graph, edge.To)),
        NodeType.Hidden or NodeType.Array => edge.Type != EdgeType.Weak && IsPromise(graph, edge.To),
        _ => false,
    };

    private static bool IsPromise(HeapGraph graph, NodeIndex node) => graph.IsObject(node, "Promise"u8);

    private static NodeIndex? ReactionOf(HeapGraph graph, NodeIndex promise)
    {
        foreach (var edge in graph.EdgesOf(promise))
        {
            if (edge.Type == EdgeType.Internal && IsReaction(graph, edge.To)) return edge.To;
        }

        return null;
    }
}
