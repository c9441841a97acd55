namespace Heapwise.Live.Sessions;

/// <summary>One reading of a target's memory, all in bytes unless named otherwise. Taken without collecting garbage first.</summary>
public sealed record MemorySample
{
    /// <summary>When it was taken, by our clock.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    public required long HeapUsedBytes { get; init; }

    public required long HeapTotalBytes { get; init; }

    /// <summary>Memory outside the heap that objects in it keep alive; includes <see cref="ArrayBuffersBytes"/>.</summary>
    public required long ExternalBytes { get; init; }

    public required long ArrayBuffersBytes { get; init; }

    /// <summary>
    /// Resident memory of the whole process. It shrinks late or never after a garbage collection and grows with a snapshot, so it proves
    /// nothing by itself.
    /// </summary>
    public required long RssBytes { get; init; }

    /// <summary>Where V8 gives up: <c>heap_size_limit</c>.</summary>
    public required long HeapLimitBytes { get; init; }

    /// <summary>
    /// Open descriptors, counted from outside; null where the process is not on this machine or they are not visible to us.
    /// </summary>
    public required int? FileDescriptors { get; init; }

    /// <summary>What keeps the event loop alive, by type: <c>Timeout</c>, <c>TCPSocketWrap</c>, <c>TCPServerWrap</c> …</summary>
    public required IReadOnlyDictionary<string, int> ActiveResources { get; init; }

    /// <summary>How long the event loop has waited for events since it started, in milliseconds.</summary>
    public double LoopIdleMs { get; init; }

    /// <summary>How long it has not, our own work in the target included.</summary>
    public double LoopActiveMs { get; init; }

    /// <summary>Everything allocated in the heap since the start; null before Node 26.</summary>
    public long? AllocatedBytes { get; init; }
}
