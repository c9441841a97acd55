using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Promises that never settle: entries of a container that are pending promises or would settle them, and reactions that
/// accumulate on one promise because races, <c>then</c> and <c>await</c> join it again and again.
/// </summary>
/// <param name="Leak">How the promises leak.</param>
public sealed record PromisePattern(PromiseLeak Leak) : LeakPattern
{
    public override string Name => "promise";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>How promises that do not settle leak.</summary>
public enum PromiseLeak
{
    /// <summary>One long-lived promise collects a reaction for each <c>then</c>, <c>await</c> or <c>Promise.race</c> on it.</summary>
    Reactions,

    /// <summary>A container keeps pending promises, or the functions that would settle them.</summary>
    Pending,
}

/// <summary>
/// A pending promise that someone waits for has its reactions where a settled one has its value: <c>Promise
/// –reactions_or_result→ system / PromiseReaction –next→ PromiseReaction …</c>. The functions that settle a promise hold it
/// in their scope: <c>resolve –context→ system / Context → Promise</c>.
/// </summary>
internal sealed class PromiseRecognizer : PatternRecognizer
{
    /// <summary>Hops from an entry to its promise: entry, <c>resolve</c>, its scope, the promise.</summary>
    private const int MaxHops = 3;

    private const int MaxNodes = 200;

    public override LeakPattern? Recognize(LeakContext context, LeakCluster cluster)
    {
        if (cluster.Seed is not { } seed) return null;
        if (FindSubject(context, seed.Container, seed.Tally.Classes) is not null) return new PromisePattern(PromiseLeak.Reactions);
        return FindPending(context.Survivors, seed.Entry.Example) is not null ? new PromisePattern(PromiseLeak.Pending) : null;
    }

    /// <summary>The promise that reactions among the survivors hang at.</summary>
    public override ClusterSubject? FindSubject(LeakContext context, NodeIndex holder, IReadOnlyList<SurvivorClass> classes)
    {
        var graph = context.Snapshot.Graph;
        if (!IsPromise(graph, holder) && !IsReaction(graph, holder)) return null;
        return classes.FirstOrDefault(row => IsReaction(graph, row.Example)) is { } reactions
            ? new ClusterSubject(PromiseOf(context.Paths, holder), reactions)
            : null;
    }

    public static bool IsReaction(HeapGraph graph, NodeIndex node) =>
        graph.TypeOf(node) is NodeType.Hidden or NodeType.Object && graph.IsNamed(node, "system / PromiseReaction"u8);

    /// <summary>The promise that a chain of reactions hangs at.</summary>
    private static NodeIndex PromiseOf(RootPaths paths, NodeIndex node)
    {
        while (IsReaction(paths.Snapshot.Graph, node) && paths.ParentEdgeOf(node) is not null) node = paths.ParentOf(node);
        return node;
    }

    /// <summary>A pending promise that an entry of a container is, or that it settles, reached through new objects alone.</summary>
    private static NodeIndex? FindPending(SurvivorSet survivors, NodeIndex entry)
    {
        var graph = survivors.Paths.Snapshot.Graph;
        var waiting = new Queue<(NodeIndex Node, int Hops)>();
        var seen = new HashSet<NodeIndex> { entry };
        waiting.Enqueue((entry, 0));
        while (waiting.TryDequeue(out var at) && seen.Count < MaxNodes)
        {
            if (IsPromise(graph, at.Node) && HasReaction(graph, at.Node)) return at.Node;
            if (at.Hops == MaxHops) continue;
            foreach (var edge in graph.EdgesOf(at.Node))
            {
                var isNext = IsSettling(graph, at.Node, edge) && survivors.IntervalOf(edge.To) >= 0;
                if (isNext && seen.Add(edge.To)) waiting.Enqueue((edge.To, at.Hops + 1));
            }
        }

        return null;
    }

    /// <summary>Only what settles a promise leads to it: a property or element with a function, its scope, the promise in there.</summary>
    private static bool IsSettling(HeapGraph graph, NodeIndex from, HeapEdge edge) => graph.TypeOf(from) switch
    {
        NodeType.Closure => graph.Is(edge.Index, EdgeType.Internal, "context"u8),
        NodeType.Object when ScopeVariables.IsContext(graph, from) => edge.Type != EdgeType.Weak && IsPromise(graph, edge.To),
        NodeType.Object => edge.Type is EdgeType.Property or EdgeType.Element && IsFunctionOrPromise(graph, edge.To),
        NodeType.Hidden or NodeType.Array => edge.Type != EdgeType.Weak && IsPromise(graph, edge.To),
        _ => false,
    };

    private static bool IsFunctionOrPromise(HeapGraph graph, NodeIndex node) =>
        graph.TypeOf(node) == NodeType.Closure || IsPromise(graph, node);

    private static bool IsPromise(HeapGraph graph, NodeIndex node) => graph.IsObject(node, "Promise"u8);

    private static bool HasReaction(HeapGraph graph, NodeIndex promise)
    {
        foreach (var edge in graph.EdgesOf(promise))
        {
            if (edge.Type == EdgeType.Internal && IsReaction(graph, edge.To)) return true;
        }

        return false;
    }
}
