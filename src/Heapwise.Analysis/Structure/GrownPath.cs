using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Structure;

/// <summary>Objects of one class and properties, held in one way, of which each snapshot has more than the one before.</summary>
/// <param name="Holder">What holds them.</param>
/// <param name="ClassName">Their class in the last snapshot.</param>
/// <param name="Example">One of them there.</param>
/// <param name="Path">From the root to it.</param>
/// <param name="Sizes">How large the group is in each snapshot.</param>
public sealed record GrownPath(
    HolderName Holder, string ClassName, NodeId Example, IReadOnlyList<PathStep> Path, IReadOnlyList<GroupSize> Sizes)
{
    public long RetainedGrowth => Sizes[^1].RetainedBytes - Sizes[0].RetainedBytes;

    public long Growth => Sizes[^1].Count - Sizes[0].Count;
}
