using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// A chain in which each link keeps the one before it through the scope of one of its functions: <c>state –describe→ closure –context→
/// Context –previous→ state –describe→ …</c>, or <c>closure –context→ Context –inner→ closure –context→ …</c>. The hops repeat, so the
/// chain is recognized by two periods of them. Promises have chains of their own and are left out.
/// </summary>
/// <param name="Function">The newest function on the chain.</param>
/// <param name="Variable">The variable of its scope that leads to the link before.</param>
internal sealed record ScopeChain(NodeIndex Function, string Variable)
{
    private const int MaxPeriod = 8;

    /// <summary>How many nodes of a path show whether it is a chain.</summary>
    public const int NodesToSee = (2 * MaxPeriod) + 1;

    /// <param name="paths">The best paths.</param>
    /// <param name="run">Nodes of one best path, each right below the one before.</param>
    /// <returns>Null where the path does not repeat from its first node on, or not through a scope.</returns>
    public static ScopeChain? Find(RootPaths paths, IReadOnlyList<NodeIndex> run)
    {
        for (var period = 2; 2 * period < run.Count; period++)
        {
            if (Repeats(paths, run, period)) return FindLink(paths, [.. run.Take(period + 1)]);
        }

        return null;
    }

    private static bool Repeats(RootPaths paths, IReadOnlyList<NodeIndex> run, int period)
    {
        if (!IsOfOneKind(paths.Snapshot.Graph, run[0], run[period])) return false;
        for (var i = 1; i <= period; i++)
        {
            if (!IsOfOneKind(paths.Snapshot.Graph, run[i], run[i + period]) || !IsOneEdge(paths, run[i], run[i + period])) return false;
        }

        return true;
    }

    private static bool IsOfOneKind(HeapGraph graph, NodeIndex a, NodeIndex b) =>
        graph.TypeOf(a) == graph.TypeOf(b) && graph.NameIndexOf(a) == graph.NameIndexOf(b);

    private static bool IsOneEdge(RootPaths paths, NodeIndex a, NodeIndex b)
    {
        var graph = paths.Snapshot.Graph;
        return paths.ParentEdgeOf(a) is { } first && paths.ParentEdgeOf(b) is { } second
            && graph.TypeOf(first) == graph.TypeOf(second)
            && graph.NameOrNumberOf(first) == graph.NameOrNumberOf(second);
    }

    /// <summary>The function of one period and the variable that leads on from its scope; null where there are none.</summary>
    private static ScopeChain? FindLink(RootPaths paths, IReadOnlyList<NodeIndex> period)
    {
        var graph = paths.Snapshot.Graph;
        NodeIndex? function = null;
        string? variable = null;
        foreach (var node in period.Skip(1))
        {
            if (graph.TypeOf(node) is not (NodeType.Object or NodeType.Closure or NodeType.Array)) return null;
            if (graph.IsNamed(node, "Promise"u8)) return null;
            var parent = paths.ParentOf(node);
            if (ScopeVariables.IsContext(graph, node) && graph.TypeOf(parent) == NodeType.Closure) function = parent;
            if (paths.ParentEdgeOf(node) is { } edge && graph.TypeOf(edge) == EdgeType.Context) variable = graph.NameOf(edge);
        }

        return function is { } found && variable is not null && IsOutsideRuntime(paths, found) ? new ScopeChain(found, variable) : null;
    }

    private static bool IsOutsideRuntime(RootPaths paths, NodeIndex function) =>
        paths.Snapshot.PositionOf(function) is { } made && CodeOrigin.OwnerOf(made.Path) != CodeOwner.Runtime;
}
