using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Survivors;

/// <summary>
/// Which objects of the last snapshot are taken for new, and since which of the earlier ones: by their ids where the snapshots are of one
/// process, by structure where they are not. Whoever makes it disposes it, and the paths with it.
/// </summary>
internal abstract class Births(RootPaths paths, IReadOnlyList<SnapshotIds> earlier) : IDisposable
{
    /// <summary>What exists since the first snapshot.</summary>
    public const byte Old = 0;

    /// <summary>Paths of the last snapshot.</summary>
    public RootPaths Paths => paths;

    /// <summary>What was kept of the snapshots before the last, in order.</summary>
    public IReadOnlyList<SnapshotIds> Earlier => earlier;

    /// <summary>
    /// From 1, the interval between two snapshots in which a node was born, or <see cref="Old"/>. <paramref name="ofParent"/> is the answer
    /// for the node before it on its path.
    /// </summary>
    public abstract byte IntervalOf(NodeIndex node, byte ofParent);

    public virtual void Dispose() => paths.Dispose();
}
