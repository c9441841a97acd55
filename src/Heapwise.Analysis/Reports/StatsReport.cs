namespace Heapwise.Analysis.Reports;

/// <summary>One reading of a running process. Schema <c>heapwise.stats/1</c>. Bytes; what cannot be known is null.</summary>
public sealed record StatsReport() : ProcessReport(SchemaName)
{
    public const string SchemaName = "heapwise.stats/1";

    public required double UptimeSeconds { get; init; }

    public required StatsMemory Memory { get; init; }

    public required StatsHeap Heap { get; init; }

    public required IReadOnlyList<StatsSpace> Spaces { get; init; }

    public required StatsLoop EventLoop { get; init; }

    /// <summary>What keeps the event loop alive, handles and requests, by type.</summary>
    public required IReadOnlyDictionary<string, int> ActiveResources { get; init; }

    public required StatsUsage Usage { get; init; }

    /// <summary>The worker threads, if the main thread was read.</summary>
    public required IReadOnlyList<StatsWorker> Workers { get; init; }
}

/// <summary><c>process.memoryUsage()</c>, and the limits over it.</summary>
public sealed record StatsMemory(
    long RssBytes, long HeapTotalBytes, long HeapUsedBytes, long ExternalBytes, long ArrayBuffersBytes,
    long? CgroupUsedBytes, long? CgroupLimitBytes);

/// <summary><c>v8.getHeapStatistics()</c>.</summary>
public sealed record StatsHeap(
    long LimitBytes, double UsedShare, long PhysicalBytes, long MallocedBytes, long PeakMallocedBytes,
    long NativeContexts, long DetachedContexts, long GlobalHandlesUsedBytes, long GlobalHandlesTotalBytes, long? AllocatedBytes);

/// <summary>One space of the heap, by V8's name without the suffix <c>_space</c>.</summary>
public sealed record StatsSpace(string Name, long SizeBytes, long UsedBytes, long AvailableBytes, long PhysicalBytes);

/// <summary>The event loop during the reading.</summary>
/// <param name="WindowSeconds">How long that was.</param>
/// <param name="Utilization">Share of the time that it did not wait, 0 to 1.</param>
/// <param name="DelayMeanMs">How late timers fired; null if the loop did not turn at all.</param>
/// <param name="DelayP50Ms">See above.</param>
/// <param name="DelayP99Ms">See above.</param>
/// <param name="DelayMaxMs">See above.</param>
public sealed record StatsLoop(
    double WindowSeconds, double Utilization, double? DelayMeanMs, double? DelayP50Ms, double? DelayP99Ms, double? DelayMaxMs);

/// <summary><c>process.resourceUsage()</c> since the start, and descriptors.</summary>
public sealed record StatsUsage(
    double UserSeconds, double SystemSeconds, long MaxRssBytes, long MajorPageFaults, long FileReads, long FileWrites,
    long VoluntaryContextSwitches, long InvoluntaryContextSwitches, int? FileDescriptors, int? FileDescriptorLimit);

/// <summary>A worker thread: <c>heapwise stats PID/worker:N</c> reads it.</summary>
public sealed record StatsWorker(int ThreadId, string Title, string Script);
