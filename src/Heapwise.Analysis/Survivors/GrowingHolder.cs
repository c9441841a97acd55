using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Survivors;

/// <summary>
/// An object alive in all snapshots that retains more in each, though not by more objects: numbers in an array, a string, a buffer.
/// </summary>
/// <param name="Node">The object.</param>
/// <param name="GrownBytes">How many bytes more it retained after each interval.</param>
internal sealed record GrowingHolder(NodeIndex Node, IReadOnlyList<long> GrownBytes)
{
    public long Total => GrownBytes.Sum();
}
