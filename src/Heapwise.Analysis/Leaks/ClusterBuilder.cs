using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Retention;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks;

/// <summary>Gathers the evidence at each accumulation point. One pass over the nodes for all points together.</summary>
internal static class ClusterBuilder
{
    /// <summary>A class must leave this share of the most frequent class to be taken for what is put into the holder.</summary>
    private const double EntryShare = 0.3;

    /// <summary>The holder must have grown by this share of the survivors in every rung.</summary>
    private const double GrowthShare = 0.4;

    private const int MaxPaths = 4;

    public static IReadOnlyList<LeakCluster> Build(Survivors survivors, IReadOnlyList<AccumulationPoint> points, IReadOnlyList<SnapshotIds> earlier, Rungs rungs)
    {
        var tallies = Tally(survivors, points);
        return [.. points.Select((point, i) => Describe(survivors, point, tallies[i], earlier, rungs)).OrderByDescending(cluster => cluster.Bytes)];
    }

    private static LeakCluster Describe(Survivors survivors, AccumulationPoint point, ClassTally tally, IReadOnlyList<SnapshotIds> earlier, Rungs rungs)
    {
        var paths = survivors.Paths;
        var snapshot = paths.Snapshot;
        var (holder, isLinked) = HolderSearch.Of(survivors, point);
        var kind = isLinked ? CollectionKind.LinkedList : CollectionKinds.Of(snapshot, holder);
        var entries = CollectionEntries.Of(snapshot.Graph, holder, kind);
        var classes = tally.Classes;
        var entry = EntryOf(snapshot, isLinked ? [] : tally.DirectClasses) ?? EntryOf(snapshot, classes) ?? classes.MaxBy(row => row.Bytes)!; // a cluster has survivors
        var name = HolderNaming.Of(paths, holder);
        var path = PathBy(paths, name, holder, entry.Example);
        var born = Enumerable.Range(0, rungs.Count).Select(rung => classes.Sum(row => row.Born[rung])).ToArray();
        return new LeakCluster
        {
            Holder = holder,
            HolderClass = snapshot.Classes.NameOf(holder),
            HolderOwner = snapshot.PositionOf(holder) is { } made ? CodeOrigin.OwnerOf(made.Path) : CodeOwner.Application,
            Name = name,
            Kind = kind,
            Entries = entries?.Count,
            Keys = entries?.Keys,
            IsSpread = point.IsSpread && !isLinked,
            Born = born,
            Bytes = classes.Sum(row => row.Bytes),
            Evenness = rungs.EvennessOf([.. born.Select(count => (int)count)]),
            Classes = classes,
            Entry = entry,
            Path = path,
            HolderGrew = Grew(snapshot, holder, entry, born, earlier),
            CreatedAt = tally.Places(entry.Count / 2),
            AlsoHeldBy = OtherHolders(paths, name, entry.Example),
        };
    }

    private static ClassTally[] Tally(Survivors survivors, IReadOnlyList<AccumulationPoint> points)
    {
        var pointOf = new int[survivors.UnitCount];
        Array.Fill(pointOf, -1);
        for (var i = 0; i < points.Count; i++)
        {
            foreach (var unit in points[i].Units) pointOf[unit] = i;
        }

        var tallies = points.Select(_ => new ClassTally(survivors.Paths.Snapshot, survivors.RungCount)).ToArray();
        if (tallies.Length == 0) return tallies;
        foreach (var at in survivors.Paths.Order)
        {
            var node = new NodeIndex(at);
            var unit = survivors.UnitOf(node);
            if (unit >= 0 && pointOf[unit] >= 0) tallies[pointOf[unit]].Add(node, survivors.RungOf(node), IsDirect(survivors, node, unit));
        }

        return tallies;
    }

    /// <summary>True for what hangs at the older object itself or in its backing store, rather than below another survivor.</summary>
    private static bool IsDirect(Survivors survivors, NodeIndex node, int unit)
    {
        var top = survivors.NodeOf(unit);
        var graph = survivors.Paths.Snapshot.Graph;
        var isBacking = survivors.Paths.ParentEdgeOf(top) is { } edge && CollectionKinds.IsBackingStore(graph, top, edge);
        return isBacking ? survivors.Paths.ParentOf(node) == top : node == top;
    }

    /// <summary>What is put into the holder: of the frequent classes of objects and functions the one nearest to the root; null where there is none.</summary>
    private static SurvivorClass? EntryOf(HeapSnapshot snapshot, IReadOnlyList<SurvivorClass> classes)
    {
        if (classes.Count == 0) return null;
        var most = classes.Max(row => row.Count);
        return classes.Where(row => row.Count >= EntryShare * most && row.Count >= Rungs.LeastObjects && IsOfProgram(row)).MinBy(row => snapshot.Distances.Of(row.Example));

        bool IsOfProgram(SurvivorClass row) =>
            snapshot.Graph.TypeOf(row.Example) is NodeType.Object or NodeType.Closure or NodeType.RegExp && !row.Name.StartsWith("system / ", StringComparison.Ordinal);
    }

    /// <summary>The way down to a leaked object: to the holder by its name, then on as the best path goes, if that leads through the holder.</summary>
    private static RootPath PathBy(RootPaths paths, HolderName name, NodeIndex holder, NodeIndex example)
    {
        var below = new List<PathHop>();
        for (var at = example; at != holder; at = paths.ParentOf(at))
        {
            if (paths.ParentEdgeOf(at) is not { } edge) return paths.To(example) ?? name.Path;
            below.Add(new PathHop(edge, at));
        }

        below.Reverse();
        return new RootPath([.. name.Path.Hops, .. below]);
    }

    /// <summary>
    /// A full cache replaces its entries: the new ones survive, yet nothing grows. So the holder must have grown too, in bytes or in
    /// entries; a holder that did not exist before (a list grown at its head) is judged by the number of objects of the class.
    /// </summary>
    private static bool? Grew(HeapSnapshot snapshot, NodeIndex holder, SurvivorClass entry, long[] born, IReadOnlyList<SnapshotIds> earlier)
    {
        var id = snapshot.Graph.IdOf(holder);
        var isOld = id.IsStable && id.Value <= earlier[0].MaxId;
        if (!isOld || snapshot.Graph.TypeOf(holder) is not (NodeType.Object or NodeType.Array))
        {
            var classNow = snapshot.Classes.All.Where(row => PlainClass.Of(row.Name) == PlainClass.Of(entry.Name)).Sum(row => (long)row.Count);
            return classNow - earlier[0].CountOf(entry.Name) >= GrowthShare * entry.Count;
        }

        var retained = earlier.Select(ids => ids.Find(id)?.RetainedBytes ?? 0).Append(snapshot.Dominators.RetainedSizeOf(holder)).ToList();
        var edges = earlier.Select(ids => (long)(ids.Find(id)?.Edges ?? 0)).Append(SnapshotIds.ContentEdgesOf(snapshot.Graph, holder)).ToList();
        var least = GrowthShare * born.Sum();
        var grewInEdges = edges[^1] - edges[0] >= GrowthShare * entry.Count && Rises(edges);

        // A survivor is rarely below 16 bytes.
        var grewInBytes = retained[^1] - retained[0] >= 16 * least && Rises(retained);
        return grewInEdges || grewInBytes;

        static bool Rises(List<long> values) => values.Zip(values.Skip(1)).All(pair => pair.Second > pair.First);
    }

    private static List<string> OtherHolders(RootPaths paths, HolderName name, NodeIndex example)
    {
        var others = new List<string>();
        foreach (var path in paths.Distinct(example, MaxPaths))
        {
            // Where the path leaves the example upwards to another container, that container is the other holder.
            var holder = path.Hops.Count > 1 ? path.Hops[^2].Node : path.Target;
            if (name.Path.Hops.Any(hop => hop.Node == holder)) continue;
            var other = HolderNaming.Of(paths, holder);
            var isSame = (other.Kind, other.Root, other.OwnerClass, other.File) == (name.Kind, name.Root, name.OwnerClass, name.File);
            if (other.Kind != HolderKind.None && !isSame && !others.Contains(other.Words)) others.Add(other.Words);
        }

        return others;
    }
}
