using Heapwise.Analysis.GarbageCollection;

namespace Heapwise.Analysis.Process;

/// <summary>
/// One reading of a process that is watched, with what happened since the reading before. One JSON line of <c>top --record</c>, schema
/// <c>heapwise.sample/1</c>. Bytes; shares are 0 to 1; what cannot be known is null.
/// </summary>
public sealed record WatchSample
{
    public const string SchemaName = "heapwise.sample/1";

    public string Schema { get; init; } = SchemaName;

    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Since the watching began.</summary>
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

    /// <summary>Share of the time that JavaScript stood still for collections.</summary>
    public required double CollectionShare { get; init; }

    public required double LoopUtilization { get; init; }

    /// <summary>How late timers came, 99 of 100; null where the loop did not turn.</summary>
    public required double? LoopDelayP99Ms { get; init; }

    public required double? LoopDelayMaxMs { get; init; }

    /// <summary>Processor time of all threads, as a share of one processor.</summary>
    public required double CpuShare { get; init; }

    public required int? FileDescriptors { get; init; }

    /// <summary>The collections since the reading before.</summary>
    public required IReadOnlyList<WatchCollection> Collections { get; init; }

    /// <summary>Used heap after the latest full collection among them.</summary>
    public long? FloorBytes => Collections.LastOrDefault(collection => collection.Kind == GcKind.MarkCompact)?.AfterBytes;

    public double LongestPauseMs => Collections.Count == 0 ? 0 : Collections.Max(collection => collection.PauseMs);
}

/// <summary>A collection as a sample has it; times since the process's thread began.</summary>
public sealed record WatchCollection(GcKind Kind, double AtMs, double PauseMs, long? BeforeBytes, long? AfterBytes, bool IsForced)
{
    public static WatchCollection From(GcEvent collection) => new(
        collection.Kind, Math.Round(collection.At.TotalMilliseconds, 3), Math.Round(collection.Pause.TotalMilliseconds, 3), collection.BeforeBytes, collection.AfterBytes, collection.IsForced);
}
