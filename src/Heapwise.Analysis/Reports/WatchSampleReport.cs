using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Reports;

/// <summary>
/// One reading of a watched process, with what happened since the reading before. One JSON line of <c>top --record</c>, schema
/// <c>heapwise.sample/1</c>. Sizes are bytes, shares are 0 to 1, and what cannot be known is null.
/// </summary>
public sealed record WatchSampleReport
{
    public const string SchemaName = "heapwise.sample/1";

    public string Schema { get; init; } = SchemaName;

    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Since observation began.</summary>
    public required double Seconds { get; init; }

    public required long HeapUsedBytes { get; init; }

    public required long HeapTotalBytes { get; init; }

    public required long HeapLimitBytes { get; init; }

    public required long ExternalBytes { get; init; }

    public required long ArrayBuffersBytes { get; init; }

    public required long RssBytes { get; init; }

    public required long? CgroupUsedBytes { get; init; }

    public required long? CgroupLimitBytes { get; init; }

    /// <summary>In the heap.</summary>
    public required double AllocationBytesPerSecond { get; init; }

    /// <summary>Share of the time that JavaScript was stopped for collections.</summary>
    public required double CollectionShare { get; init; }

    public required double LoopUtilization { get; init; }

    /// <summary>How late timers fired, 99 of 100; null if the loop did not turn.</summary>
    public required double? LoopDelayP99Ms { get; init; }

    public required double? LoopDelayMaxMs { get; init; }

    /// <summary>Processor time of all threads, as a share of one processor.</summary>
    public required double CpuShare { get; init; }

    public required int? FileDescriptors { get; init; }

    /// <summary>The collections since the reading before.</summary>
    public required IReadOnlyList<WatchCollection> Collections { get; init; }

    /// <summary>Used heap after the latest full collection among them.</summary>
    public required long? FloorBytes { get; init; }

    public required double LongestPauseMs { get; init; }

    public static WatchSampleReport From(WatchSample sample) => new()
    {
        Timestamp = sample.Timestamp,
        Seconds = sample.Seconds,
        HeapUsedBytes = sample.HeapUsedBytes,
        HeapTotalBytes = sample.HeapTotalBytes,
        HeapLimitBytes = sample.HeapLimitBytes,
        ExternalBytes = sample.ExternalBytes,
        ArrayBuffersBytes = sample.ArrayBuffersBytes,
        RssBytes = sample.RssBytes,
        CgroupUsedBytes = sample.Container?.UsedBytes,
        CgroupLimitBytes = sample.Container?.LimitBytes,
        AllocationBytesPerSecond = sample.AllocationBytesPerSecond,
        CollectionShare = sample.CollectionShare,
        LoopUtilization = sample.LoopUtilization,
        LoopDelayP99Ms = sample.LoopDelay?.P99Ms,
        LoopDelayMaxMs = sample.LoopDelay?.MaxMs,
        CpuShare = sample.CpuShare,
        FileDescriptors = sample.FileDescriptors,
        Collections = sample.Collections,
        FloorBytes = sample.FloorBytes,
        LongestPauseMs = sample.LongestPauseMs,
    };
}
