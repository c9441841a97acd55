using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Suspects;

/// <summary>
/// What hangs at each holder, as accumulation points. The entries of a container are one point. What hangs at a scope, at an object of
/// fixed fields or at V8's roots is unrelated: there each class, and each variable or field, is a point of its own.
/// </summary>
internal static class HolderPoints
{
    /// <param name="survivors">What the holders keep.</param>
    /// <param name="held">How much each of that is.</param>
    /// <param name="minBytes">What a point must hold, unless it has very many entries.</param>
    public static IReadOnlyList<AccumulationPoint> Find(SurvivorSet survivors, HeldBytes held, long minBytes)
    {
        var groups = new Dictionary<(NodeIndex Holder, string? Edge, string? Class), (List<int> Units, long Bytes)>();
        var collections = new Dictionary<NodeIndex, bool>();
        for (var unit = 0; unit < survivors.UnitCount; unit++)
        {
            var holder = survivors.OwnerOf(unit);
            if (!collections.TryGetValue(holder, out var isCollection))
                collections[holder] = isCollection = IsCollection(survivors.Paths, holder);
            var key = isCollection ? (holder, null, null) : KeyOf(survivors, holder, survivors.NodeOf(unit));
            if (!groups.TryGetValue(key, out var group)) group = ([], OwnBytes(survivors, holder));
            group.Units.Add(unit);
            groups[key] = group with { Bytes = group.Bytes + held.Of(survivors.NodeOf(unit)) };
        }

        return
        [
            .. groups
                .Where(row => row.Value.Bytes >= minBytes || row.Value.Units.Count >= HeavyHolders.MinListeners)
                .Select(row => new AccumulationPoint(row.Key.Holder, row.Value.Units, IsSpread: false)),
        ];
    }

    /// <summary>
    /// The memory of a holder itself, a container with its backing store, a FinalizationRegistry with its cells; 0 for what
    /// is held by another holder.
    /// </summary>
    public static long OwnBytes(SurvivorSet survivors, NodeIndex holder) =>
        survivors.UnitOf(holder) < 0 ? survivors.Paths.Snapshot.Graph.ShallowSizeOf(holder) : 0;

    private static (NodeIndex Holder, string? Edge, string? Class) KeyOf(SurvivorSet survivors, NodeIndex holder, NodeIndex node)
    {
        var snapshot = survivors.Paths.Snapshot;
        var isField = snapshot.Graph.TypeOf(holder) is NodeType.Object or NodeType.Closure or NodeType.Hidden;
        var edge = isField && survivors.Paths.ParentEdgeOf(node) is { } last ? snapshot.Graph.NameOf(last) : null;
        return (holder, edge, PlainClass.Of(snapshot.Classes.NameOf(node)));
    }

    private static bool IsCollection(RootPaths paths, NodeIndex holder)
    {
        var (snapshot, graph) = (paths.Snapshot, paths.Snapshot.Graph);
        if (paths.ParentEdgeOf(holder) is { } edge && ContainerKinds.IsBackingStore(graph, holder, edge)) return true;
        return graph.TypeOf(holder) == NodeType.Array || IsContainer(snapshot, holder);
    }

    private static bool IsContainer(HeapSnapshot snapshot, NodeIndex holder) =>
        ContainerKinds.Recognize(snapshot, holder) is not (ContainerKind.None or ContainerKind.Text);
}
