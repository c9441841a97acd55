using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>Clusters of growth that leaves no objects: an array of numbers, a text that gets longer, a buffer.</summary>
internal static class GrownClusters
{
    /// <summary>
    /// Where known clusters make up this share of what an object of fixed fields retains more, the rest is theirs as well: it is reached
    /// from several of them and belongs to none.
    /// </summary>
    private const double MinKnownShare = 0.1;

    /// <summary>Clusters of what grew by bytes and no known cluster explains.</summary>
    public static IReadOnlyList<LeakCluster> Find(LeakContext context, IReadOnlyList<LeakCluster> known)
    {
        var explained = known.SelectMany(cluster => ExplainedBy(context.Snapshot, cluster));
        List<LeakCluster> clusters = [];

        // The smaller ones come first, and are known to what dominates them.
        foreach (var grown in GrowingHolders.Find(context.Snapshot, context.Earlier, context.Intervals, explained))
            if (Create(context, grown, [.. known, .. clusters]) is { } cluster) clusters.Add(cluster);
        return clusters;
    }

    /// <summary>
    /// Whose growth a cluster explains: the containers that its survivors hang at, and with the rest the holder, or the end
    /// of a list that begins there.
    /// </summary>
    private static IEnumerable<GrownBy> ExplainedBy(HeapSnapshot last, LeakCluster cluster)
    {
        var (holder, point) = (cluster.Holder.Node, cluster.Holder.Point);
        var rest = cluster.Bytes - cluster.Containers.Sum(container => container.Bytes);
        return [.. cluster.Containers, new GrownBy(last.Dominators.Dominates(holder, point) ? point : holder, rest)];
    }

    /// <summary>
    /// Null where the program has no name for what grows, and where only a function that is still running holds it: what it makes of that
    /// is not known yet.
    /// </summary>
    private static LeakCluster? Create(LeakContext context, GrowingHolder grown, IReadOnlyList<LeakCluster> known)
    {
        var snapshot = context.Snapshot;
        if (!context.Paths.Reaches(grown.Node)) return null;
        var memory = WebAssemblyMemory.FindIn(context, grown);
        var holder = memory ?? GrownPart(snapshot, grown, known);
        if (context.Survivors.IsIgnored(holder)) return null;
        var name = ProgramNames.FindOf(context, holder);
        if (memory is null && (!MayGrow(name) || IsSharedByKnown(snapshot, holder, grown.Total, known))) return null;
        return new LeakCluster
        {
            JoinedHolders = [],
            Holder = new ClusterHolder(
                holder,
                holder,
                snapshot.Classes.NameOf(holder),
                HolderSearch.OwnerOfClass(snapshot, holder),
                name,
                new HolderContents(ContainerKinds.Recognize(snapshot, holder), ContainerKind.None, null),
                IsSpread: false,
                Chain: null),
            Growth = new ClusterGrowth.RetainedBytes(
                grown.GrownBytes,
                new long[context.Intervals.Count],
                context.Intervals.SteadinessOf(grown.GrownBytes)),
            Bytes = grown.Total,
            Containers = [],
            Classes = [],
            Path = name.Path,
            HolderGrew = true,
            Function = null,
            CreatedAt = [],
            ClassesAt = [],
            AlsoHeldBy = [],
            AlsoFilled = [],
            Seed = null,
            Origin = memory is null ? null : new WebAssemblyOrigin(),
        };
    }

    private static bool IsSharedByKnown(HeapSnapshot snapshot, NodeIndex holder, long grownBytes, IReadOnlyList<LeakCluster> known)
    {
        if (ContainerKinds.Recognize(snapshot, holder) != ContainerKind.None) return false;
        var below = known.Where(cluster => cluster.Holder.Node != holder && snapshot.Dominators.Dominates(holder, cluster.Holder.Node));
        return below.Sum(cluster => cluster.Bytes) >= MinKnownShare * grownBytes;
    }

    /// <summary>The runtime's own tables grow as they please, and so do a library's.</summary>
    private static bool MayGrow(HolderName name) =>
        name.Kind is not (HolderKind.None or HolderKind.Instance)
        && name.Name != HolderName.GlobalObject
        && (name.Scope.File is not { } file || CodeOrigin.OwnerOf(file) == CodeOwner.Application);

    /// <summary>
    /// A container is what grows itself. In a scope or an object of fixed fields it is the text or container that makes up
    /// the growth, other than what a known cluster makes grow.
    /// </summary>
    private static NodeIndex GrownPart(HeapSnapshot snapshot, GrowingHolder grown, IReadOnlyList<LeakCluster> known)
    {
        if (ContainerKinds.Recognize(snapshot, grown.Node) != ContainerKind.None) return grown.Node;
        foreach (var node in snapshot.Dominators.ChildrenOf(grown.Node))
        {
            if (snapshot.Dominators.RetainedSizeOf(node) < grown.Total / 2) continue;
            if (snapshot.Graph.TypeOf(node) is not (NodeType.Object or NodeType.String or NodeType.ConcatenatedString)) continue;
            if (!known.Any(cluster => snapshot.Dominators.Dominates(node, cluster.Holder.Node))) return node;
        }

        return grown.Node;
    }
}
