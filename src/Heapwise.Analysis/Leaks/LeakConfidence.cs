using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// How sure a leak is. High: objects of two intervals or more at one rate, and a known holder grew with them. What the entries
/// of a container keep may come and go (connections are closed after a while) or be reached by a better path; where that is
/// uneven, the entries themselves are counted instead.
/// </summary>
internal static class LeakConfidence
{
    private const double HighEvenness = 0.9;
    private const double MediumEvenness = 0.7;

    /// <summary>Sizes say less than objects: a backing store grows in leaps.</summary>
    private const double MediumEvennessOfBytes = 0.5;

    public static Confidence Judge(LeakCluster cluster)
    {
        var evenness = cluster.Growth.Steadiness.Evenness;
        if (cluster.Growth.Born.Count < 2 || cluster.HolderGrew == false) return Confidence.Low;
        if (cluster.Growth is ClusterGrowth.RetainedBytes) return evenness >= MediumEvennessOfBytes ? Confidence.Medium : Confidence.Low;
        var isKnown = cluster.HolderGrew == true && cluster.Name.Kind != HolderKind.Unnamed;
        if (evenness >= HighEvenness && isKnown) return Confidence.High;
        return evenness >= MediumEvenness ? Confidence.Medium : Confidence.Low;
    }

    /// <summary>
    /// The leak with the confidence that the entries of its container give it; null where they did not grow at a steady
    /// rate.
    /// </summary>
    public static Leak? FindByEntries(LeakContext context, Leak leak)
    {
        var added = EntriesAdded(context.Snapshot, leak.Holder.Id, context.Earlier);
        if (context.Intervals.Count < 2 || !context.Intervals.AreSteady(added)) return null;
        var steadiness = context.Intervals.SteadinessOf(added);
        return leak with
        {
            Confidence = steadiness.Evenness >= HighEvenness ? Confidence.High : Confidence.Medium,
            Evidence = new LeakEvidence.BornObjects([.. added.Select(count => (long)count)], steadiness, HolderGrew: true),
        };
    }

    /// <summary>
    /// The leak with medium confidence where it is an array of numbers or the like, and one rate explains all sizes of its backing store;
    /// null for anything else.
    /// </summary>
    public static Leak? FindByLeaps(LeakContext context, Leak leak)
    {
        if (leak.Evidence is not LeakEvidence.RetainedBytes evidence || context.Intervals.Count < 2) return null;
        if (leak.Holder is not LeakHolder.HeapObject holder) return null;
        if (holder.Contents.Kind is not (ContainerKind.Array or ContainerKind.IndexedObject)) return null;
        var sizes = context.Earlier.Select(ids => ids.Find(holder.Id)?.RetainedBytes ?? 0).Append(holder.RetainedBytes).ToList();
        var (basis, positions) = context.Intervals.LoadUpToEach();
        return LeapingSizes.FindRates(sizes, positions) is not var (min, max) ? null : leak with
        {
            Confidence = Confidence.Medium,
            Evidence = new LeakEvidence.LeapingBytes(evidence.Grown, basis, min, max),
        };
    }

    /// <summary>What each interval added to a container's entries; empty where the container is gone.</summary>
    private static int[] EntriesAdded(HeapSnapshot last, NodeId id, IReadOnlyList<SnapshotIds> earlier)
    {
        if (!last.Graph.TryFind(id, out var holder)) return [];
        if (ContainerKinds.Recognize(last, holder) is ContainerKind.None or ContainerKind.Text) return [];
        var entries = earlier.Select(ids => ids.Find(id)?.Edges ?? 0).Append(SnapshotIds.CountContentEdges(last.Graph, holder)).ToList();
        return [.. entries.Zip(entries.Skip(1), (before, after) => after - before)];
    }
}
