using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// What became of candidates that a longer look no longer finds. A cache that fills looks like a leak as long as it fills;
/// once it is full it replaces its entries or refuses new ones, and then it has a bound.
/// </summary>
internal static class BoundedHolders
{
    /// <summary>A container with less than this share of the entries it had has lost them again.</summary>
    private const double DrainedShare = 0.5;

    /// <param name="last">The last snapshot.</param>
    /// <param name="candidates">Leaks that the rounds before showed.</param>
    /// <param name="found">Leaks that all rounds show.</param>
    public static IReadOnlyList<BoundedHolder> Find(HeapSnapshot last, IReadOnlyList<Leak> candidates, IReadOnlyList<Leak> found) =>
        [.. candidates.Where(candidate => IsGone(candidate, found)).Select(candidate => Describe(last, candidate))];

    /// <summary>Candidates that are no longer found, but whose container got more entries in every interval, at a steady rate.</summary>
    public static IEnumerable<Leak> FindStillGrowing(LeakContext context, IReadOnlyList<Leak> candidates, IReadOnlyList<Leak> found) =>
        candidates
            .Where(candidate => IsGone(candidate, found))
            .Select(candidate => LeakConfidence.FindByEntries(context, candidate))
            .OfType<Leak>();

    private static bool IsGone(Leak candidate, IReadOnlyList<Leak> found) =>
        found.All(leak => leak.Fingerprint != candidate.Fingerprint && !IsHolderOf(leak, candidate.Holder.Id));

    private static bool IsHolderOf(Leak leak, NodeId id) => leak.Holder.Id == id || leak.JoinedHolders.Contains(id);

    private static BoundedHolder Describe(HeapSnapshot last, Leak candidate)
    {
        var before = candidate.Holder as LeakHolder.HeapObject;
        if (!last.Graph.TryFind(candidate.Holder.Id, out var holder))
        {
            return new BoundedHolder(candidate.Holder, null, before is { RetainedBytes: > 0 });
        }

        var entries = ContainerEntries.Find(last.Graph, holder, ContainerKinds.Recognize(last, holder))?.Count;
        var isDrained = entries is { } now && before?.Contents.Entries is { } had
            ? now < DrainedShare * had.Count
            : last.Dominators.RetainedSizeOf(holder) < DrainedShare * (before?.RetainedBytes ?? 0);
        return new BoundedHolder(candidate.Holder, entries, isDrained);
    }
}
