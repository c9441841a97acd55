using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Leaks.Evidence;
using Heapwise.Analysis.Retention;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>Gathers the evidence at each accumulation point. One pass over the nodes for all points together.</summary>
internal static class ClusterBuilder
{
    /// <summary>A class must leave this share of the most frequent class to be taken for what is put into the holder.</summary>
    private const double EntryShare = 0.3;

    private const int MaxPaths = 4;
    private const int MaxInner = 100;

    public static IReadOnlyList<LeakCluster> Build(Survivors survivors, IReadOnlyList<AccumulationPoint> points, IReadOnlyList<SnapshotIds> earlier, Rungs rungs)
    {
        var holders = points.Select(point => HolderSearch.Of(survivors, point)).ToList();
        var tallies = Tally(survivors, points, holders, earlier[0].MaxId);
        return [.. points.Select((point, i) => Describe(survivors, point, holders[i], tallies[i], earlier, rungs)).OrderByDescending(cluster => cluster.Bytes)];
    }

    /// <summary>The evidence of growth that leaves no objects; null where the program has no name for what grows, since the runtime's own tables grow as they please.</summary>
    public static LeakCluster? Build(RootPaths paths, GrowingHolder grown, IReadOnlyList<LeakCluster> known, Rungs rungs)
    {
        var snapshot = paths.Snapshot;
        if (!paths.Reaches(grown.Node)) return null;
        var holder = GrownPart(snapshot, grown, known);
        var name = HolderNaming.Of(paths, holder);
        if (name.Kind is HolderKind.None or HolderKind.Instance || (name.File is { } file && CodeOrigin.OwnerOf(file) != CodeOwner.Application)) return null;
        var kind = CollectionKinds.Of(snapshot, holder);
        return new LeakCluster
        {
            Holder = holder,
            Point = holder,
            HolderClass = snapshot.Classes.NameOf(holder),
            HolderOwner = OwnerOf(snapshot, holder),
            Name = name,
            Kind = kind,
            Entries = null,
            Keys = null,
            IsSpread = false,
            Born = new long[rungs.Count],
            GrownBytes = grown.GrownBytes,
            Bytes = grown.Total,
            Evenness = rungs.EvennessOf(grown.GrownBytes),
            Classes = [],
            Entry = null,
            Path = name.Path,
            HolderGrew = true,
            CreatedAt = [],
            ClassesAt = [],
            AlsoHeldBy = [],
        };
    }

    /// <summary>A container stands for itself; of a scope or an object of fixed fields it is the text or container that makes up the growth, other than what a known cluster makes grow.</summary>
    private static NodeIndex GrownPart(HeapSnapshot snapshot, GrowingHolder grown, IReadOnlyList<LeakCluster> known)
    {
        if (CollectionKinds.Of(snapshot, grown.Node) != CollectionKind.None) return grown.Node;
        foreach (var node in snapshot.Dominators.ChildrenOf(grown.Node))
        {
            if (snapshot.Dominators.RetainedSizeOf(node) >= grown.Total / 2 && snapshot.Graph.TypeOf(node) is NodeType.Object or NodeType.String or NodeType.ConcatenatedString
                && !known.Any(cluster => snapshot.Dominators.Dominates(node, cluster.Holder))) return node;
        }

        return grown.Node;
    }

    private static CodeOwner OwnerOf(HeapSnapshot snapshot, NodeIndex holder) =>
        snapshot.PositionOf(holder) is { } made ? CodeOrigin.OwnerOf(made.Path) : CodeOwner.Application;

    private static LeakCluster Describe(Survivors survivors, AccumulationPoint point, (NodeIndex Node, bool IsLinked) found, ClassTally tally, IReadOnlyList<SnapshotIds> earlier, Rungs rungs)
    {
        var paths = survivors.Paths;
        var snapshot = paths.Snapshot;
        var (holder, isLinked) = found;
        var kind = isLinked ? CollectionKind.LinkedList : CollectionKinds.Of(snapshot, holder);
        var entries = CollectionEntries.Of(snapshot.Graph, holder, kind);
        var classes = tally.Classes;
        var entry = EntryOf(snapshot, isLinked ? [] : tally.DirectClasses) ?? EntryOf(snapshot, classes) ?? PiecesIn(snapshot, classes) ?? classes.MaxBy(row => row.Bytes)!; // a cluster has survivors
        var reactions = PendingPromises.IsPromiseOrReaction(snapshot.Graph, holder) ? PendingPromises.ReactionsIn(classes, snapshot.Graph) : null;
        var registry = WeakShells.RegistryOf(paths, holder);

        // Chains of V8's own nodes belong to one object that the program has a name for.
        var named = reactions is not null ? PendingPromises.PromiseOf(paths, holder) : registry ?? holder;
        var name = EventTargets.NameOf(paths, named) ?? HolderNaming.Of(paths, named);
        var unread = name.File is { } at && CodeOrigin.OwnerOf(at) == CodeOwner.Application && name.Library != "node" ? null : StreamLeaks.UnreadIn(survivors, point, classes, rungs);
        if (unread is not null)
        {
            entry = unread.Entry;
            name = name with { Kind = HolderKind.Instance, Name = entry.Name, OwnerClass = null, Event = null, File = unread.MadeAt is [var made, ..] ? made.Path : null };
        }

        var path = PathBy(paths, name, named, entry.Example);
        var shown = name.Emitter ?? named;
        var code = tally.CodeBelow(holder);
        var bytes = classes.Sum(row => row.Bytes);
        var born = Enumerable.Range(0, rungs.Count).Select(rung => classes.Sum(row => row.Born[rung])).ToArray();

        return new LeakCluster
        {
            Holder = shown,
            Point = point.At,
            HolderClass = snapshot.Classes.NameOf(shown),
            HolderOwner = OwnerOf(snapshot, shown),
            Name = name,
            Kind = kind,
            Entries = entries?.Count,
            Keys = entries?.Keys,
            IsSpread = point.IsSpread && !isLinked,
            InnerKind = point.IsSpread && !isLinked ? InnerKindOf(survivors, point) : CollectionKind.None,
            Born = born,
            Bytes = bytes + (code?.Bytes ?? 0),
            Containers = tally.Containers,

            // At the other end of unread responses' connections there may be as many of this program's own sockets, or none.
            Evenness = unread is null ? entry.EvennessIn(rungs, born) : rungs.EvennessOf(entry.Born),
            Classes = classes,
            Entry = reactions ?? entry,
            Function = reactions is null ? LeakedFunction.Of(survivors, ListenerOf(snapshot.Graph, entry.Example)) : null,
            Promise = reactions is not null ? PromiseLeak.Reactions : PendingPromises.Of(survivors, entry.Example) is not null ? PromiseLeak.Pending : null,
            Texts = tally.Texts,
            Weak = registry is not null ? WeakLeak.Registrations : WeakShells.IsReference(snapshot.Graph, entry.Example) ? WeakLeak.References : null,
            Code = code,
            DetachedElements = DetachedNodes.CountIn(snapshot.Graph, classes),
            Stream = unread?.Facts ?? (kind == CollectionKind.None ? null : StreamLeaks.ClosedIn(survivors, point, entry)),
            HasWarned = ListenerWarnings.Of(snapshot.Graph, name, holder),
            Subscription = kind == CollectionKind.None || name.Event is not null ? null : Subscriptions.Of(paths, holder, entry.Example),
            AsyncContext = unread is null ? AsyncContexts.Of(survivors, entry.Example, bytes / (double)Math.Max(1, entry.Count)) : null,
            Path = path,
            HolderGrew = HolderGrowth.Grew(snapshot, holder, isLinked, entry, bytes, earlier),
            CreatedAt = unread?.MadeAt ?? tally.Places(NodeType.Closure, entry.Count / 2),
            ClassesAt = tally.Places(NodeType.Object, entry.Count / 2),
            AlsoHeldBy = OtherHolders(paths, name, entry.Example),
        };
    }

    /// <summary>The kind of most containers that the survivors of a spread point hang at.</summary>
    private static CollectionKind InnerKindOf(Survivors survivors, AccumulationPoint point) => point.Units
        .Take(MaxInner)
        .Select(unit => CollectionKinds.Of(survivors.Paths.Snapshot, AccumulationPoints.ContainerOf(survivors.Paths, survivors.OwnerOf(unit))))
        .GroupBy(kind => kind)
        .MaxBy(group => group.Count())!.Key; // a point has units

    /// <summary>The function that an EventTarget's <c>Listener</c> wraps; other entries stand for themselves.</summary>
    private static NodeIndex ListenerOf(HeapGraph graph, NodeIndex entry) =>
        graph.IsObject(entry, "Listener"u8) && graph.FindProperty(entry, "listener"u8) is { } function && graph.TypeOf(function) == NodeType.Closure ? function : entry;

    private static ClassTally[] Tally(Survivors survivors, IReadOnlyList<AccumulationPoint> points, IReadOnlyList<(NodeIndex Node, bool IsLinked)> holders, long firstMaxId)
    {
        var pointOf = new int[survivors.UnitCount];
        Array.Fill(pointOf, -1);
        for (var i = 0; i < points.Count; i++)
        {
            foreach (var unit in points[i].Units) pointOf[unit] = i;
        }

        var tallies = points.Select(_ => new ClassTally(survivors.Paths.Snapshot, survivors.RungCount, firstMaxId)).ToArray();
        if (tallies.Length == 0) return tallies;
        foreach (var at in survivors.Paths.Order)
        {
            var node = new NodeIndex(at);
            var unit = survivors.UnitOf(node);
            if (unit < 0 || pointOf[unit] < 0) continue;
            var point = pointOf[unit];
            var holder = points[point].IsSpread ? survivors.OwnerOf(unit) : holders[point].Node;
            tallies[point].Add(node, survivors.RungOf(node), IsDirect(survivors.Paths, node, holder));
            if (points[point].IsSpread) tallies[point].AddBelow(AccumulationPoints.ContainerOf(survivors.Paths, holder), node);
        }

        return tallies;
    }

    /// <summary>True for what hangs at the holder itself or in its backing store, rather than below another survivor.</summary>
    private static bool IsDirect(RootPaths paths, NodeIndex node, NodeIndex holder)
    {
        var parent = paths.ParentOf(node);
        if (parent == holder) return paths.ParentEdgeOf(node) is { } own && !CollectionKinds.IsBackingStore(paths.Snapshot.Graph, node, own);
        return paths.ParentEdgeOf(parent) is { } edge && CollectionKinds.IsBackingStore(paths.Snapshot.Graph, parent, edge) && paths.ParentOf(parent) == holder;
    }

    /// <summary>What is put into the holder: of the frequent classes of objects and functions the one nearest to the root; null where there is none.</summary>
    private static SurvivorClass? EntryOf(HeapSnapshot snapshot, IReadOnlyList<SurvivorClass> classes)
    {
        if (classes.Count == 0) return null;
        var most = classes.Max(row => row.Count);
        return classes.Where(row => row.Count >= EntryShare * most && row.Count >= Rungs.LeastObjects && IsOfProgram(row)).MinBy(row => snapshot.Distances.Of(row.Example));

        bool IsOfProgram(SurvivorClass row) =>
            (snapshot.Graph.TypeOf(row.Example) is NodeType.Object or NodeType.Closure or NodeType.RegExp && !row.Name.StartsWith("system / ", StringComparison.Ordinal)) || DetachedNodes.IsElement(row.Name);
    }

    /// <summary>Pieces of texts, where they are as frequent as anything: of a text and its piece the piece was put in.</summary>
    private static SurvivorClass? PiecesIn(HeapSnapshot snapshot, IReadOnlyList<SurvivorClass> classes) =>
        classes.FirstOrDefault(row => snapshot.Graph.TypeOf(row.Example) == NodeType.SlicedString && row.Count >= EntryShare * classes.Max(other => other.Count));

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

    private static List<HolderName> OtherHolders(RootPaths paths, HolderName name, NodeIndex example)
    {
        var others = new List<HolderName>();
        foreach (var path in paths.Distinct(example, MaxPaths))
        {
            // Where the path leaves the example upwards to another container, that container is the other holder.
            var holder = path.Hops.Count > 1 ? path.Hops[^2].Node : path.Target;
            if (name.Path.Hops.Any(hop => hop.Node == holder)) continue;
            var other = HolderNaming.Of(paths, holder);
            var isSame = (other.Kind, other.Root, other.OwnerClass, other.File) == (name.Kind, name.Root, name.OwnerClass, name.File);
            if (other.Kind != HolderKind.None && !isSame && !others.Exists(known => known.Words == other.Words)) others.Add(other);
        }

        return others;
    }
}
