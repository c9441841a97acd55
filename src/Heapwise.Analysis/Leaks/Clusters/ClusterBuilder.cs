using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// Makes a cluster of each accumulation point: what accumulates there, who holds it, how it grew. One pass over the nodes
/// for all points together.
/// </summary>
internal static class ClusterBuilder
{
    private const int MaxInner = 100;

    public static IReadOnlyList<LeakCluster> Build(
        LeakContext context, IReadOnlyList<AccumulationPoint> points, IReadOnlyList<ClusterShaper> shapers)
    {
        var holders = points.Select(point => HolderSearch.Find(context.Survivors, point)).ToList();
        var tallies = Tally(context, points, holders);
        return
        [
            .. points
                .Select((point, i) => Create(context, point, holders[i], tallies[i], shapers))
                .OrderByDescending(cluster => cluster.Bytes),
        ];
    }

    private static LeakCluster Create(
        LeakContext context, AccumulationPoint point, FoundHolder holder, ClassTally tally, IReadOnlyList<ClusterShaper> shapers)
    {
        var snapshot = context.Snapshot;
        var classes = tally.Classes;
        var links = classes.Where(row => row.Name == snapshot.Classes.NameOf(holder.Node));
        var put = ClusterEntry.Find(snapshot, holder.IsLinked ? [.. links] : tally.DirectClasses, classes);
        var subject = shapers
            .Select(shaper => shaper.FindSubject(context, holder.Node, classes))
            .FirstOrDefault(found => found is not null);
        var named = subject?.Node ?? holder.Node;
        var name = ProgramNames.Find(context, named);
        var speaker = shapers
            .Select(shaper => shaper.FindSpeaker(context, point, classes, name))
            .FirstOrDefault(found => found is not null);
        if (speaker is not null)
        {
            put = speaker.Entry;
            name = NameBySpeaker(name, speaker);
        }

        var bytes = classes.Sum(row => row.Bytes);
        var born = Enumerable.Range(0, context.Intervals.Count).Select(interval => classes.Sum(row => row.Born[interval])).ToArray();

        // A speaker counts alone: the connections' other ends may be in this program.
        var steadiness = speaker is null ? put.SteadinessIn(context.Intervals, born) : context.Intervals.SteadinessOf(put.Born);
        return new LeakCluster
        {
            JoinedHolders = [],
            Holder = DescribeHolder(context, point, holder, name, name.Listeners?.Target ?? named),
            Growth = new ClusterGrowth.Objects(subject?.Entry ?? put, born, steadiness),
            Bytes = bytes + (tally.FindCode(holder.Node)?.Bytes ?? 0),
            Containers = tally.Containers,
            Classes = classes,
            Path = HolderPaths.PathBy(context.Paths, name, named, put.Example),
            HolderGrew = HolderGrowth.Grew(snapshot, holder, put, bytes, context.Earlier),
            Function = subject?.Entry is null ? FindFunction(context, put.Example, holder.Chain) : null,
            CreatedAt = speaker?.MadeAt ?? tally.PositionsOf(NodeType.Closure, put.Count / 2),
            ClassesAt = tally.PositionsOf(NodeType.Object, put.Count / 2),
            AlsoHeldBy = HolderPaths.FindOtherHolders(context, name, put.Example),
            AlsoFilled = [],
            Seed = new ClusterSeed(point, holder.Node, put, bytes, tally),
            Origin = speaker?.Origin,
        };
    }

    private static HolderName NameBySpeaker(HolderName name, ClusterSpeaker speaker) => name with
    {
        Kind = HolderKind.Instance,
        Label = speaker.Entry.Name,
        Scope = new NameScope(null, speaker.MadeAt.Count > 0 ? speaker.MadeAt[0].Path : null),
        Listeners = name.Listeners is { } list ? list with { Event = null } : null,
    };

    private static ClusterHolder DescribeHolder(
        LeakContext context, AccumulationPoint point, FoundHolder holder, HolderName name, NodeIndex shown)
    {
        var snapshot = context.Snapshot;
        var kind = holder.IsLinked ? ContainerKind.LinkedList : ContainerKinds.Recognize(snapshot, holder.Node);
        var isSpread = point.IsSpread && !holder.IsLinked;
        var contents = new HolderContents(
            kind,
            isSpread ? InnerKindOf(context.Survivors, point) : ContainerKind.None,
            ContainerEntries.Find(snapshot.Graph, holder.Node, kind));
        return new ClusterHolder(
            shown,
            point.At,
            snapshot.Classes.NameOf(shown),
            HolderSearch.OwnerOfClass(snapshot, shown),
            name,
            contents,
            isSpread,
            holder.Chain);
    }

    /// <summary>The kind of most containers that the survivors of a spread point hang at.</summary>
    private static ContainerKind InnerKindOf(SurvivorSet survivors, AccumulationPoint point) => point.Units
        .Take(MaxInner)
        .Select(unit => AccumulationPoints.ContainerOf(survivors.Paths, survivors.OwnerOf(unit)))
        .Select(container => ContainerKinds.Recognize(survivors.Paths.Snapshot, container))
        .GroupBy(kind => kind)
        .MaxBy(group => group.Count())!.Key; // a point has units

    /// <summary>What the newest link of a chain keeps of the chain is not its own.</summary>
    private static LeakedFunction? FindFunction(LeakContext context, NodeIndex entry, ScopeChain? chain)
    {
        var function = LeakedFunction.Find(context.Survivors, UnwrapListener(context.Snapshot.Graph, entry));
        return function is null || chain is null
            ? function
            : function with { Captured = [.. function.Captured.Where(variable => variable.Name != chain.Variable)] };
    }

    /// <summary>The function that an EventTarget's <c>Listener</c> or an emitter's <c>once</c> wraps; else the entry itself.</summary>
    private static NodeIndex UnwrapListener(HeapGraph graph, NodeIndex entry)
    {
        if (!graph.IsObject(entry, "Listener"u8) && graph.TypeOf(entry) != NodeType.Closure) return entry;
        if (graph.FindProperty(entry, "listener"u8) is not { } function) return entry;
        return graph.TypeOf(function) == NodeType.Closure ? function : entry;
    }

    private static ClassTally[] Tally(LeakContext context, IReadOnlyList<AccumulationPoint> points, IReadOnlyList<FoundHolder> holders)
    {
        var survivors = context.Survivors;
        var pointOf = new int[survivors.UnitCount];
        Array.Fill(pointOf, -1);
        for (var i = 0; i < points.Count; i++)
        {
            foreach (var unit in points[i].Units) pointOf[unit] = i;
        }

        var tallies = points.Select(_ => new ClassTally(context.Snapshot, survivors.IntervalCount, context.FirstMaxId)).ToArray();
        if (tallies.Length == 0) return tallies;
        foreach (var at in survivors.Paths.Order)
        {
            var node = new NodeIndex(at);
            var unit = survivors.UnitOf(node);
            if (unit < 0 || pointOf[unit] < 0) continue;
            var point = pointOf[unit];
            var holder = points[point].IsSpread ? survivors.OwnerOf(unit) : holders[point].Node;
            tallies[point].Add(node, survivors.IntervalOf(node), IsDirect(survivors.Paths, node, holder));
            if (points[point].IsSpread) tallies[point].AddBelow(AccumulationPoints.ContainerOf(survivors.Paths, holder), node);
        }

        return tallies;
    }

    /// <summary>True for what hangs at the holder itself or in its backing store, rather than below another survivor.</summary>
    private static bool IsDirect(RootPaths paths, NodeIndex node, NodeIndex holder)
    {
        var graph = paths.Snapshot.Graph;
        var parent = paths.ParentOf(node);
        if (parent == holder) return paths.ParentEdgeOf(node) is { } own && !ContainerKinds.IsBackingStore(graph, node, own);
        if (paths.ParentEdgeOf(parent) is not { } edge) return false;
        return ContainerKinds.IsBackingStore(graph, parent, edge) && paths.ParentOf(parent) == holder;
    }
}
