using Heapwise.Analysis.GarbageCollection;

namespace Heapwise.Analysis.Reports;

/// <summary>The collections of one heap. Times are milliseconds, rates are bytes a second or a minute, shares are 0 to 1.</summary>
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

    public required IReadOnlyList<GcWarningReport> Signs { get; init; }

    /// <summary>The last ones, as many as were requested.</summary>
    public required IReadOnlyList<GcEventReport> Latest { get; init; }

    internal static GcHeapReport From(GcLogHeap heap) =>
        From(heap.ProcessId, $"0x{heap.Id.Isolate:x}", heap.Tally, heap.Summary, heap.Latest);

    /// <param name="processId">The process that was watched.</param>
    /// <param name="tally">Its collections.</param>
    /// <param name="observed">How long it was watched.</param>
    /// <param name="limitBytes">The largest size that its heap may reach.</param>
    /// <param name="latest">The last collections, to be listed.</param>
    public static GcHeapReport From(
        int processId, GcTally tally, TimeSpan observed, long? limitBytes, IReadOnlyList<GcEvent> latest) =>
        From(processId, isolate: null, tally, GcSummary.From(tally, observed, new GcCircumstances { LimitBytes = limitBytes }), latest);

    private static GcHeapReport From(
        int processId, string? isolate, GcTally tally, GcSummary summary, IReadOnlyList<GcEvent> latest)
    {
        return new GcHeapReport
        {
            ProcessId = processId,
            Isolate = isolate,
            FromMs = Ms(tally.From),
            ToMs = Ms(tally.To),
            Collections = summary.Count,
            Kinds = [.. summary.Kinds.Select(GcKindReport.From)],
            PausedMs = Ms(summary.Paused),
            StepsMs = Ms(summary.Steps),
            ThroughputLost = summary.ThroughputLost is { } lost ? Math.Round(lost, 6) : null,
            FreedBytes = summary.FreedBytes,
            AllocationBytesPerSecond = summary.AllocationBytesPerSecond is { } rate ? Math.Round(rate) : null,
            PromotedBytes = summary.Promotion?.Bytes,
            PromotionShare = summary.Promotion?.YoungShare is { } share ? Math.Round(share, 6) : null,
            PeakBytes = summary.PeakBytes,
            PeakCommittedBytes = summary.PeakCommittedBytes,
            HeapLimitBytes = summary.LimitBytes,
            Floor = FloorReport.From(summary),
            Signs = [.. summary.Warnings.Select(GcWarningReport.From)],
            Latest = [.. latest.Select(GcEventReport.From)],
        };
    }

    internal static double Ms(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}

public sealed record GcKindReport(
    GcKind Kind, long Count, double TotalMs, double P50Ms, double P90Ms, double P99Ms, double MaxMs, double MaxAtMs, long FreedBytes)
{
    internal static GcKindReport From(GcKindRow row) => new(
        row.Kind,
        row.Count,
        GcHeapReport.Ms(row.Total),
        GcHeapReport.Ms(row.P50),
        GcHeapReport.Ms(row.P90),
        GcHeapReport.Ms(row.P99),
        GcHeapReport.Ms(row.Max),
        GcHeapReport.Ms(row.MaxAt),
        row.FreedBytes);
}

/// <summary>The floor of a heap and its trend. The slope and its 95 % interval are null if there are too few points.</summary>
public sealed record FloorReport(
    FloorSource Source, FloorVerdict Verdict, long Points, long? FirstBytes, long? LatestBytes,
    double? BytesPerMinute, double? LowBytesPerMinute, double? HighBytesPerMinute, double? PValue)
{
    internal static FloorReport From(GcSummary summary)
    {
        var floor = summary.Floor;
        var points = summary.FloorPoints;
        var isKnown = floor.Verdict != FloorVerdict.TooFew;
        return new FloorReport(
            summary.FloorSource,
            floor.Verdict,
            floor.Points,
            points.Count > 0 ? points[0].Bytes : null,
            points.Count > 0 ? points[^1].Bytes : null,
            isKnown ? Math.Round(floor.BytesPerMinute) : null,
            isKnown ? Math.Round(floor.LowBytesPerMinute) : null,
            isKnown ? Math.Round(floor.HighBytesPerMinute) : null,
            isKnown ? floor.PValue : null);
    }
}

public sealed record GcEventReport(
    double AtMs, GcKind Kind, double PauseMs, long? BeforeBytes, long? AfterBytes, long? CommittedBytes, string? Cause)
{
    internal static GcEventReport From(GcEvent collection) => new(
        GcHeapReport.Ms(collection.At),
        collection.Kind,
        GcHeapReport.Ms(collection.Pause),
        collection.Sizes?.BeforeBytes,
        collection.Sizes?.AfterBytes,
        collection.Sizes?.CommittedAfterBytes,
        collection.Cause);
}
