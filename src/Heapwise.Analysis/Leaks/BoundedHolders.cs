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

    /// <param name="last">The last snapshot.</param>
    /// <param name="candidates">Findings of the rounds before.</param>
    /// <param name="found">Findings of all rounds.</param>
    public static IReadOnlyList<BoundedHolder> Of(HeapSnapshot last, IReadOnlyList<FindingReport> candidates, IReadOnlyList<FindingReport> found) =>
        [.. candidates.Where(candidate => found.All(finding => finding.Fingerprint != candidate.Fingerprint && finding.Holder.NodeId != candidate.Holder.NodeId)).Select(candidate => Describe(last, candidate))];

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
