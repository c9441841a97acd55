using Heapwise.Analysis.GarbageCollection;

namespace Heapwise.Analysis.Process;

/// <summary>
/// One reading of a watched process, with what happened since the reading before. Sizes are bytes, shares are 0 to 1, and what cannot be
/// known is null.
/// </summary>
public sealed record WatchSample
{
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Since observation began.</summary>
    public required double Seconds { get; init; }

    public required long HeapUsedBytes { get; init; }

    public required long HeapTotalBytes { get; init; }

    public required long HeapLimitBytes { get; init; }

    public required long ExternalBytes { get; init; }

    public required long ArrayBuffersBytes { get; init; }

    public required long RssBytes { get; init; }

    /// <summary>The tightest limit over the process (a cgroup's); null if nothing limits it.</summary>
    public required LimitedMemory? Container { get; init; }

    /// <summary>In the heap.</summary>
    public required double AllocationBytesPerSecond { get; init; }

    /// <summary>Share of the time that JavaScript was stopped for collections.</summary>
    public required double CollectionShare { get; init; }

    public required double LoopUtilization { get; init; }

    /// <summary>Null if the loop did not turn.</summary>
    public required LoopDelay? LoopDelay { get; init; }

    /// <summary>Processor time of all threads, as a share of one processor.</summary>
    public required double CpuShare { get; init; }

    public required int? FileDescriptors { get; init; }

    /// <summary>The collections since the reading before.</summary>
    public required IReadOnlyList<WatchCollection> Collections { get; init; }

    /// <summary>Used heap after the latest full collection among them.</summary>
    public long? FloorBytes => Collections.LastOrDefault(collection => collection.Kind == GcKind.MarkCompact)?.AfterBytes;

    public double LongestPauseMs => Collections.Count == 0 ? 0 : Collections.Max(collection => collection.PauseMs);
}

/// <summary>Memory with a limit, and what is used of it.</summary>
public readonly record struct LimitedMemory(long UsedBytes, long LimitBytes)
{
    public double UsedShare => (double)UsedBytes / LimitBytes;
}

/// <summary>How late timers fired: 99 of 100, and the latest.</summary>
public readonly record struct LoopDelay(double P99Ms, double MaxMs);
