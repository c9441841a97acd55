using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Metrics.Figures;

/// <summary>What is left after collections, and where that leads.</summary>
/// <param name="HeapBytes">Old objects after the last full collection; null before the first.</param>
/// <param name="HeapTimeLeft">Until the heap reaches its limit; null where it does not grow.</param>
/// <param name="MemoryTimeLeft">Until memory outside the heap reaches the limit; null where it does not grow.</param>
public sealed record FloorFigures(double? HeapBytes, TimeSpan? HeapTimeLeft, TimeSpan? MemoryTimeLeft)
{
    /// <param name="trail">What was read.</param>
    /// <param name="isProcess">And not a worker thread, which has no memory of its own outside its heap.</param>
    public static FloorFigures Of(Trail trail, bool isProcess) => new(
        trail.Latest?.Find(Figure.HeapFloor) ?? trail.Heap.LatestBytes,
        trail.Latest?.FindHeap() is { } heap ? Trail.FindTimeLeft(trail.Heap, heap.Limit) : null,
        isProcess && trail.FindNativeRoom() is { } room ? Trail.FindTimeLeft(trail.Native, room) : null);
}
