namespace Heapwise.Live.Monitoring;

/// <summary>The kinds of collection that V8 reports to its observers.</summary>
public enum CollectionKind
{
    Scavenge,
    MinorMarkSweep,
    MarkCompact,
    IncrementalMarking,
    WeakCallbacks,
}

/// <summary>One collection in a target.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="At">Its end, since the target's thread began.</param>
/// <param name="Pause">How long JavaScript stood still for it.</param>
/// <param name="BeforeBytes">Used heap before, and <paramref name="AfterBytes"/> after; null where the event came without.</param>
/// <param name="AfterBytes">See above.</param>
/// <param name="TotalBeforeBytes">Committed heap before, and <paramref name="TotalAfterBytes"/> after.</param>
/// <param name="TotalAfterBytes">See above.</param>
/// <param name="Flags">V8's <c>GCCallbackFlags</c>: 4 forced, 16 all available garbage, 32 external memory, 64 incremental marking.</param>
public sealed record Collection(
    CollectionKind Kind, TimeSpan At, TimeSpan Pause, long? BeforeBytes, long? AfterBytes, long? TotalBeforeBytes, long? TotalAfterBytes, int Flags)
{
    /// <summary>Somebody asked for it: <c>gc()</c>, the inspector, or heapwise.</summary>
    public bool IsForced => (Flags & 4) != 0;

    /// <summary>
    /// What is known of why; null where only V8 knows. <c>incremental</c>: it ends a marking that was begun when the heap had grown to
    /// V8's limit for the next full collection (64, which V8 calls ScheduleIdleGarbageCollection).
    /// </summary>
    public string? Cause => IsForced ? "forced" : (Flags & 16) != 0 ? "all garbage" : (Flags & 32) != 0 ? "external" : (Flags & 64) != 0 ? "incremental" : null;
}
