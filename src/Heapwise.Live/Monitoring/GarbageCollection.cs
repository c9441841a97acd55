namespace Heapwise.Live.Monitoring;

/// <summary>One garbage collection in a target.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="At">Its end, since the target's thread started.</param>
/// <param name="Pause">How long it paused JavaScript.</param>
/// <param name="Heap">The heap before and after; null where V8 reported the garbage collection without it.</param>
/// <param name="Flags">V8's <c>GCCallbackFlags</c>: 4 forced, 16 all available garbage, 32 external memory, 64 incremental marking.</param>
public sealed record GarbageCollection(
    GarbageCollectionKind Kind, TimeSpan At, TimeSpan Pause, GarbageCollectionHeap? Heap, int Flags)
{
    /// <summary>It was requested: by <c>gc()</c>, the inspector, or heapwise.</summary>
    public bool IsForced => (Flags & 4) != 0;

    /// <summary>
    /// What is known about its cause; null where only V8 knows. <c>incremental</c>: it ends a marking that began when the heap had grown to
    /// V8's limit for the next full collection (64, which V8 calls ScheduleIdleGarbageCollection).
    /// </summary>
    public string? Cause =>
        IsForced ? "forced"
        : (Flags & 16) != 0 ? "all garbage"
        : (Flags & 32) != 0 ? "external"
        : (Flags & 64) != 0 ? "incremental"
        : null;
}
