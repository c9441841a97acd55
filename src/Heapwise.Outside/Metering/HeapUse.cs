using Heapwise.Outside.Layouts;

namespace Heapwise.Outside.Metering;

/// <summary>How full a heap is, as V8 counts it.</summary>
/// <param name="LimitBytes">What it may grow to: <c>heap_size_limit</c>.</param>
/// <param name="OldLimitBytes">The part of it for old objects: V8 gives up when they do not fit, however empty the young space is.</param>
/// <param name="OldFloorBytes">Old objects right after the last full collection; 0 before the first.</param>
/// <param name="ArrayBufferBytes">Memory of array buffers, outside the heap.</param>
/// <param name="ExternalBytes">All memory outside that objects keep; null where V8's heap has no such count (Node 26).</param>
/// <param name="Spaces">The spaces that have pages.</param>
public sealed record HeapUse(
    long LimitBytes, long OldLimitBytes, long OldFloorBytes, long ArrayBufferBytes, long? ExternalBytes, IReadOnlyList<SpaceUse> Spaces)
{
    /// <summary>Bytes of objects, garbage included: <c>used_heap_size</c>, within a page a space.</summary>
    public long UsedBytes => Spaces.Sum(space => space.UsedBytes);

    /// <summary>Bytes of pages: <c>total_heap_size</c>.</summary>
    public long CommittedBytes => Spaces.Sum(space => space.CommittedBytes);

    /// <summary>Bytes of objects that are not young, garbage included: what a full collection takes down to the floor.</summary>
    public long OldBytes => Spaces.Where(space => !MeterTable.IsYoung(space.Name)).Sum(space => space.UsedBytes);

    /// <summary>How full it is, 0 to 1.</summary>
    public double UsedShare => (double)UsedBytes / LimitBytes;
}
