using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Survivors;

/// <summary>
/// Births by identity. A new object's id is above all ids of the snapshot before. Embedder nodes, whose ids say nothing, count with what
/// holds them.
/// </summary>
internal sealed class BirthsById : Births
{
    private readonly long[] _maxIds;

    private BirthsById(RootPaths paths, IReadOnlyList<SnapshotIds> earlier, long[] maxIds)
        : base(paths, earlier) => _maxIds = maxIds;

    public static BirthsById Find(HeapSnapshot last, IReadOnlyList<SnapshotIds> earlier, CancellationToken cancellation = default) =>
        new(RootPaths.Compute(last, earlier[0].MaxId, cancellation), earlier, [.. earlier.Select(ids => ids.MaxId)]);

    /// <param name="paths">Paths of the last snapshot.</param>
    /// <param name="maxIds">The highest odd id of each snapshot before, in order.</param>
    public static BirthsById From(RootPaths paths, IReadOnlyList<long> maxIds) => new(paths, [], [.. maxIds]);

    public override byte IntervalOf(NodeIndex node, byte ofParent)
    {
        if (Paths.Snapshot.Graph.IdOf(node) is not { IsStable: true } id) return ofParent;
        byte interval = Old;
        while (interval < _maxIds.Length && id.Value > _maxIds[interval]) interval++;
        return interval;
    }
}
