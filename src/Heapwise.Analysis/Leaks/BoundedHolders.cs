using Heapwise.Analysis.Advice;
using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// What became of candidates that a longer look does not find any more. A cache that fills looks like a leak for as long as it fills;
/// once it is full it replaces its entries or refuses new ones, and then it is a bound.
/// </summary>
internal static class BoundedHolders
{
    /// <summary>A container with less than this share of the entries it had has lost them again.</summary>
    private const double DrainedShare = 0.5;

    private const double HighEvenness = 0.9;

    /// <param name="last">The last snapshot.</param>
    /// <param name="candidates">Findings of the rounds before.</param>
    /// <param name="found">Findings of all rounds.</param>
    public static IReadOnlyList<BoundedHolder> Of(HeapSnapshot last, IReadOnlyList<FindingReport> candidates, IReadOnlyList<FindingReport> found) =>
        [.. candidates.Where(candidate => IsGone(candidate, found)).Select(candidate => Describe(last, candidate))];

    /// <summary>
    /// Candidates whose container got more entries in every rung, at a steady rate: what the entries keep may come and go (connections are closed after a while) or be
    /// reached by a better path, the entries themselves stay.
    /// </summary>
    public static IEnumerable<FindingReport> StillGrowing(HeapSnapshot last, IReadOnlyList<FindingReport> candidates, IReadOnlyList<FindingReport> found, IReadOnlyList<SnapshotIds> earlier, Rungs rungs, AdviceTexts texts) =>
        candidates.Where(candidate => IsGone(candidate, found)).Select(candidate => ByEntries(last, candidate, earlier, rungs, texts)).OfType<FindingReport>();

    /// <summary>A finding as sure as the entries of its container make it; null where they did not grow at a steady rate.</summary>
    public static FindingReport? ByEntries(HeapSnapshot last, FindingReport finding, IReadOnlyList<SnapshotIds> earlier, Rungs rungs, AdviceTexts texts)
    {
        var added = EntriesAdded(last, new NodeId(finding.Holder.NodeId), earlier);
        if (rungs.Count < 2 || !rungs.AreSteady(added)) return null;
        var evenness = rungs.EvennessOf(added);
        return finding with
        {
            Confidence = evenness >= HighEvenness ? Confidence.High : Confidence.Medium,
            Evidence = [texts.BornAndAlive([.. added.Select(count => (long)count)]), texts.Evenness(evenness), texts.HolderGrew(true)],
        };
    }

    /// <summary>What each rung added to a container's entries; empty where there is no container any more.</summary>
    private static int[] EntriesAdded(HeapSnapshot last, NodeId id, IReadOnlyList<SnapshotIds> earlier)
    {
        if (!last.Graph.TryFind(id, out var holder) || CollectionKinds.Of(last, holder) is CollectionKind.None or CollectionKind.Text) return [];
        var entries = earlier.Select(ids => ids.Find(id)?.Edges ?? 0).Append(SnapshotIds.ContentEdgesOf(last.Graph, holder)).ToList();
        return [.. entries.Zip(entries.Skip(1), (before, after) => after - before)];
    }

    private static bool IsGone(FindingReport candidate, IReadOnlyList<FindingReport> found) =>
        found.All(finding => finding.Fingerprint != candidate.Fingerprint && finding.Holder.NodeId != candidate.Holder.NodeId);

    private static BoundedHolder Describe(HeapSnapshot last, FindingReport candidate)
    {
        var isThere = last.Graph.TryFind(new NodeId(candidate.Holder.NodeId), out var holder);
        var entries = isThere ? CollectionEntries.Of(last.Graph, holder, CollectionKinds.Of(last, holder))?.Count : null;
        var retained = isThere ? last.Dominators.RetainedSizeOf(holder) : 0;
        return new BoundedHolder
        {
            Path = candidate.Holder.Path,
            Entries = entries,
            IsDrained = entries is { } now && candidate.Details.Entries is { } before ? now < DrainedShare * before : retained < DrainedShare * candidate.Holder.RetainedBytes,
        };
    }
}
