using Heapwise.Analysis.GarbageCollection;

namespace Heapwise.Analysis.Reports;

/// <summary>Garbage collections of a log, by heap. Schema <c>heapwise.gclog/1</c>.</summary>
public sealed record GcLogReport
{
    public const string SchemaName = "heapwise.gclog/1";

    public string Schema { get; init; } = SchemaName;

    public required string File { get; init; }

    public required long Lines { get; init; }

    /// <summary>Lines of a collection that could not be read.</summary>
    public required long DamagedLines { get; init; }

    /// <summary>Heaps of the log that were not asked for.</summary>
    public required int OtherHeaps { get; init; }

    /// <summary>Most time lost to collection first.</summary>
    public required IReadOnlyList<GcHeapReport> Heaps { get; init; }

    /// <summary>The heaps of a process, or all; most time lost to collection first.</summary>
    public static IReadOnlyList<GcLogHeap> HeapsOf(GcLog log, int? processId) =>
        [.. log.Heaps.Where(heap => processId is null || heap.ProcessId == processId).OrderByDescending(heap => heap.Tally.Paused + heap.Tally.Steps)];

    /// <param name="file">As the person named it.</param>
    /// <param name="log">What was read.</param>
    /// <param name="processId">Only heaps of this process; null for all.</param>
    public static GcLogReport Of(string file, GcLog log, int? processId = null)
    {
        var heaps = HeapsOf(log, processId);
        return new GcLogReport
        {
            File = file,
            Lines = log.Lines,
            DamagedLines = log.DamagedLines,
            OtherHeaps = log.Heaps.Count - heaps.Count,
            Heaps = [.. heaps.Select(GcHeapReport.Of)],
        };
    }
}

/// <summary>Times are milliseconds, rates are bytes a second or a minute, shares are 0 to 1.</summary>
public sealed record GcHeapReport
{
    public required int ProcessId { get; init; }

    /// <summary>V8's isolate, as a log writes it; null for a process that was watched.</summary>
    public required string? Isolate { get; init; }

    /// <summary>When the first collection began, since the process started.</summary>
    public required double FromMs { get; init; }

    /// <summary>When the last one ended.</summary>
    public required double ToMs { get; init; }

    public required long Collections { get; init; }

    public required IReadOnlyList<GcKindReport> Kinds { get; init; }

    public required double PausedMs { get; init; }

    /// <summary>Marking between the program's own work.</summary>
    public required double StepsMs { get; init; }

    public required double? ThroughputLost { get; init; }

    public required long FreedBytes { get; init; }

    public required double? AllocationBytesPerSecond { get; init; }

    public required long? PromotedBytes { get; init; }

    /// <summary>Of what was allocated.</summary>
    public required double? PromotionShare { get; init; }

    public required long PeakBytes { get; init; }

    public required long? PeakCommittedBytes { get; init; }

    public required long? HeapLimitBytes { get; init; }

    public required FloorReport Floor { get; init; }

    public required IReadOnlyList<GcWarning> Signs { get; init; }

    /// <summary>The last ones, as many as were asked for.</summary>
    public required IReadOnlyList<GcEventReport> Latest { get; init; }

    internal static GcHeapReport Of(GcLogHeap heap) => Of(heap.ProcessId, $"0x{heap.Isolate:x}", heap.Tally, heap.Summary, heap.Latest);

    /// <param name="processId">Of the process watched.</param>
    /// <param name="tally">Its collections.</param>
    /// <param name="observed">How long it was watched.</param>
    /// <param name="limitBytes">The most that its heap may have.</param>
    /// <param name="latest">The last collections, to be listed.</param>
    public static GcHeapReport Of(int processId, GcTally tally, TimeSpan observed, long? limitBytes, IReadOnlyList<GcEvent> latest) =>
        Of(processId, isolate: null, tally, GcSummary.From(tally, observed, new GcCircumstances { LimitBytes = limitBytes }), latest);

    private static GcHeapReport Of(int processId, string? isolate, GcTally tally, GcSummary summary, IReadOnlyList<GcEvent> latest)
    {
        return new GcHeapReport
        {
            ProcessId = processId,
            Isolate = isolate,
            FromMs = Ms(tally.From),
            ToMs = Ms(tally.To),
            Collections = summary.Count,
            Kinds = [.. summary.Kinds.Select(row => new GcKindReport(row.Kind, row.Count, Ms(row.Total), Ms(row.P50), Ms(row.P90), Ms(row.P99), Ms(row.Max), Ms(row.MaxAt), row.FreedBytes))],
            PausedMs = Ms(summary.Paused),
            StepsMs = Ms(summary.Steps),
            ThroughputLost = summary.ThroughputLost is { } lost ? Math.Round(lost, 6) : null,
            FreedBytes = summary.FreedBytes,
            AllocationBytesPerSecond = summary.AllocationBytesPerSecond is { } rate ? Math.Round(rate) : null,
            PromotedBytes = summary.PromotedBytes,
            PromotionShare = summary.PromotionShare is { } share ? Math.Round(share, 6) : null,
            PeakBytes = summary.PeakBytes,
            PeakCommittedBytes = summary.PeakCommittedBytes,
            HeapLimitBytes = summary.LimitBytes,
            Floor = FloorReport.Of(summary),
            Signs = summary.Warnings,
            Latest = [.. latest.Select(GcEventReport.Of)],
        };
    }

    internal static double Ms(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}

public sealed record GcKindReport(GcKind Kind, long Count, double TotalMs, double P50Ms, double P90Ms, double P99Ms, double MaxMs, double MaxAtMs, long FreedBytes);

/// <summary>The floor of a heap and its trend; the slope and its 95 % interval are null where there are too few points.</summary>
public sealed record FloorReport(
    FloorSource Source, FloorVerdict Verdict, long Points, long? FirstBytes, long? LatestBytes,
    double? BytesPerMinute, double? LowBytesPerMinute, double? HighBytesPerMinute, double? PValue)
{
    internal static FloorReport Of(GcSummary summary)
    {
        var floor = summary.Floor;
        var known = floor.Verdict != FloorVerdict.TooFew;
        return new FloorReport(
            summary.FloorSource, floor.Verdict, floor.Points,
            summary.FloorPoints.Count > 0 ? summary.FloorPoints[0].Bytes : null, summary.FloorPoints.Count > 0 ? summary.FloorPoints[^1].Bytes : null,
            known ? Math.Round(floor.BytesPerMinute) : null, known ? Math.Round(floor.LowBytesPerMinute) : null, known ? Math.Round(floor.HighBytesPerMinute) : null,
            known ? floor.PValue : null);
    }
}

public sealed record GcEventReport(double AtMs, GcKind Kind, double PauseMs, long? BeforeBytes, long? AfterBytes, long? CommittedBytes, string? Cause)
{
    internal static GcEventReport Of(GcEvent collection) => new(
        GcHeapReport.Ms(collection.At), collection.Kind, GcHeapReport.Ms(collection.Pause), collection.BeforeBytes, collection.AfterBytes, collection.TotalAfterBytes, collection.Cause);
}
