using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// From an accumulation point to the object that a programmer would call the holder. A backing store counts as its
/// container. Where a linked list grows at its end the point is its last older node: the holder is the first node of the
/// run. Where all survivors hang at one new object (a list that grows at its head, an array replaced by a longer copy) the
/// holder is below the point: the first object at which their paths part. A chain of scopes is a list as well.
/// </summary>
internal static class HolderSearch
{
    /// <summary>The share of all survivors that one child must have for the descent to go on.</summary>
    private const double MinMainShare = 0.8;

    public static FoundHolder Find(SurvivorSet survivors, AccumulationPoint point)
    {
        var paths = survivors.Paths;
        var graph = paths.Snapshot.Graph;
        var total = Total(survivors, point.Units);
        var main = point.Units.MaxBy(unit => Total(survivors, [unit]));
        var mainNode = survivors.NodeOf(main);
        var isMain = !point.IsSpread && Total(survivors, [main]) >= MinMainShare * total;
        var at = point.At;
        if (isMain && RunStart(paths, mainNode) is { } first) return new FoundHolder(first, true, null);
        var isBacking = paths.ParentEdgeOf(mainNode) is { } edge && ContainerKinds.IsBackingStore(graph, mainNode, edge);
        if (isMain && !isBacking && ContainerKinds.Recognize(paths.Snapshot, at) is ContainerKind.None) return Descend(survivors, main);
        return new FoundHolder(AccumulationPoints.ContainerOf(paths, at), IsDoubleEnded(survivors, point), null);
    }

    /// <summary>Whose class an object is of, by its constructor; <see cref="CodeOwner.Application"/> where there is none.</summary>
    public static CodeOwner OwnerOfClass(HeapSnapshot snapshot, NodeIndex node) =>
        snapshot.PositionOf(node) is { } made ? CodeOrigin.OwnerOf(made.Path) : CodeOwner.Application;

    /// <summary>The first node of the run of equal hops that ends at a node; null where its hop and the one before are not alike.</summary>
    private static NodeIndex? RunStart(RootPaths paths, NodeIndex node)
    {
        if (!IsAlike(paths, node, paths.ParentOf(node))) return null;
        var at = paths.ParentOf(node);
        while (IsAlike(paths, at, paths.ParentOf(at))) at = paths.ParentOf(at);

        // The run's first hop has another name (queue.head, then next, next): that node is the list.
        var above = paths.ParentOf(at);
        return IsSameClass(paths, at, above) ? above : at;
    }

    /// <summary>
    /// Two nodes of one class, each reached by a property of the same name; of V8's own nodes newer versions tell numbers
    /// alone.
    /// </summary>
    private static bool IsAlike(RootPaths paths, NodeIndex node, NodeIndex before)
    {
        var graph = paths.Snapshot.Graph;
        return IsSameClass(paths, node, before)
            && paths.ParentEdgeOf(node) is { } last && paths.ParentEdgeOf(before) is { } first
            && graph.TypeOf(last) == graph.TypeOf(first)
            && graph.TypeOf(last) is EdgeType.Property or EdgeType.Internal or EdgeType.Hidden
            && graph.NameOrNumberOf(last) == graph.NameOrNumberOf(first);
    }

    private static bool IsSameClass(RootPaths paths, NodeIndex a, NodeIndex b)
    {
        var graph = paths.Snapshot.Graph;
        return graph.TypeOf(a) == graph.TypeOf(b)
            && graph.TypeOf(a) is NodeType.Object or NodeType.Hidden
            && graph.NameIndexOf(a) == graph.NameIndexOf(b)
            && paths.Snapshot.Classes.NameOf(a) == paths.Snapshot.Classes.NameOf(b);
    }

    /// <summary>A ring or list that grows at one end is reached from both: its units and older members are of one class.</summary>
    private static bool IsDoubleEnded(SurvivorSet survivors, AccumulationPoint point) =>
        ContainerKinds.Recognize(survivors.Paths.Snapshot, point.At) is ContainerKind.None && point.Units.Count <= 4
        && point.Units.All(unit => IsRun(survivors, survivors.NodeOf(unit)));

    /// <summary>True where the node or the one before it on the path is followed by another of its class, over and over.</summary>
    private static bool IsRun(SurvivorSet survivors, NodeIndex node)
    {
        var below = MainChild(survivors, ChildTotals(survivors, survivors.UnitOf(node)), node);
        return below is { } next && IsSameClass(survivors.Paths, node, next);
    }

    private static FoundHolder Descend(SurvivorSet survivors, int unit)
    {
        var paths = survivors.Paths;
        var totals = ChildTotals(survivors, unit);
        var at = survivors.NodeOf(unit);
        while (ContainerKinds.Recognize(paths.Snapshot, at) != ContainerKind.Text && MainChild(survivors, totals, at) is { } next)
        {
            if (IsSameClass(paths, at, next) && MainChild(survivors, totals, next) is { } after && IsAlike(paths, after, next))
            {
                return new FoundHolder(AccumulationPoints.ContainerOf(paths, at), true, null);
            }

            if (ScopeChain.Find(paths, RunFrom(survivors, totals, at)) is { } chain) return new FoundHolder(at, true, chain);
            at = next;
        }

        return new FoundHolder(AccumulationPoints.ContainerOf(paths, at), false, null);
    }

    /// <summary>A node and those below it that most survivors hang at, one below the other.</summary>
    private static List<NodeIndex> RunFrom(
        SurvivorSet survivors, (Dictionary<int, int> Totals, Dictionary<int, int> Largest) unit, NodeIndex first)
    {
        var run = new List<NodeIndex> { first };
        while (run.Count < ScopeChain.NodesToSee && MainChild(survivors, unit, run[^1]) is { } next) run.Add(next);
        return run;
    }

    private static NodeIndex? MainChild(
        SurvivorSet survivors, (Dictionary<int, int> Totals, Dictionary<int, int> Largest) unit, NodeIndex at)
    {
        if (!unit.Largest.TryGetValue(at.Value, out var child)) return null;
        var total = unit.Totals[survivors.NodeOf(survivors.UnitOf(at)).Value];
        return unit.Totals[child] >= MinMainShare * total ? new NodeIndex(child) : null;
    }

    /// <summary>Survivors at or below each node of a unit, and each node's largest child. Cost: a pass over the nodes.</summary>
    private static (Dictionary<int, int> Totals, Dictionary<int, int> Largest) ChildTotals(SurvivorSet survivors, int unit)
    {
        var totals = new Dictionary<int, int>();
        var largest = new Dictionary<int, int>();
        var order = survivors.Paths.Order;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            var node = new NodeIndex(order[i]);
            if (survivors.UnitOf(node) != unit) continue;
            var own = totals.GetValueOrDefault(node.Value) + 1;
            totals[node.Value] = own;
            if (node == survivors.NodeOf(unit)) break;
            var parent = survivors.Paths.ParentOf(node).Value;
            totals[parent] = totals.GetValueOrDefault(parent) + own;
            if (!largest.TryGetValue(parent, out var child) || totals[child] < own) largest[parent] = node.Value;
        }

        return (totals, largest);
    }

    private static long Total(SurvivorSet survivors, IReadOnlyList<int> units)
    {
        long total = 0;
        foreach (var unit in units)
        {
            foreach (var count in survivors.CountsOf(unit)) total += count;
        }

        return total;
    }
}

/// <summary>The holder at an accumulation point.</summary>
/// <param name="Node">The object.</param>
/// <param name="IsLinked">True for a linked list: the holder is its first node.</param>
/// <param name="Chain">What links the list, where that is the scope of a function; else null.</param>
internal readonly record struct FoundHolder(NodeIndex Node, bool IsLinked, ScopeChain? Chain);
