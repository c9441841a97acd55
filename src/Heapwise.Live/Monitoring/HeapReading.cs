namespace Heapwise.Live.Monitoring;

/// <summary><c>v8.getHeapStatistics()</c>.</summary>
/// <param name="LimitBytes">Where V8 gives up.</param>
/// <param name="PhysicalBytes">Committed and touched.</param>
/// <param name="MallocedBytes">V8's own allocations outside the heap.</param>
/// <param name="PeakMallocedBytes">The most of these so far.</param>
/// <param name="NativeContexts">Top-level contexts: one, plus one for every <c>vm</c> context or realm.</param>
/// <param name="DetachedContexts">Contexts that nothing uses but something retains: each is a leak.</param>
/// <param name="GlobalHandlesUsedBytes">References from native code into the heap.</param>
/// <param name="GlobalHandlesTotalBytes">Space reserved for such references.</param>
/// <param name="AllocatedBytes">All allocation buffers ever handed out, more than the objects in them; Node 26 and later.</param>
public sealed record HeapReading(
    long LimitBytes,
    long PhysicalBytes,
    long MallocedBytes,
    long PeakMallocedBytes,
    long NativeContexts,
    long DetachedContexts,
    long GlobalHandlesUsedBytes,
    long GlobalHandlesTotalBytes,
    long? AllocatedBytes)
{
    internal static HeapReading From(WireHeapStatistics heap) => new(
        heap.HeapSizeLimit,
        heap.TotalPhysicalSize,
        heap.MallocedMemory,
        heap.PeakMallocedMemory,
        heap.NumberOfNativeContexts,
        heap.NumberOfDetachedContexts,
        heap.UsedGlobalHandlesSize,
        heap.TotalGlobalHandlesSize,
        heap.TotalAllocatedBytes);
}
