namespace Heapwise.Analysis.GarbageCollection;

/// <summary>The collections of one heap over a period, with totals and a verdict.</summary>
public sealed record GcSummary
{
    public required TimeSpan Observed { get; init; }

    public required long Count { get; init; }

    public required IReadOnlyList<GcKindRow> Kinds { get; init; }

    /// <summary>The sum of all pauses.</summary>
    public required TimeSpan Paused { get; init; }

    /// <summary>The sum of marking steps between the program's own work.</summary>
    public required TimeSpan Steps { get; init; }

    /// <summary>Pauses and steps as a share of the time observed, 0 to 1; null if that time is not known.</summary>
    public required double? ThroughputLost { get; init; }

    public required long FreedBytes { get; init; }

    /// <summary>Bytes a second, from how the heap grew between collections; null if sizes or time are not known.</summary>
    public required double? AllocationBytesPerSecond { get; init; }

    /// <summary>Null if the source does not report it.</summary>
    public required GcPromotion? Promotion { get; init; }

    public required long PeakBytes { get; init; }

    /// <summary>Null if the source does not report it.</summary>
    public required long? PeakCommittedBytes { get; init; }

    public required GcCircumstances Circumstances { get; init; }

    public required FloorSource FloorSource { get; init; }

    public required FloorTrend Floor { get; init; }

    /// <summary>The floors that the trend was computed from, thinned.</summary>
    public required IReadOnlyList<FloorPoint> FloorPoints { get; init; }

    public required IReadOnlyList<GcWarning> Warnings { get; init; }

    public long? LimitBytes => Circumstances.LimitBytes;

    /// <summary>V8 ran out of memory, or was about to: whatever the trend says, that is no healthy heap.</summary>
    public bool IsExhausted => Warnings.Any(warning => warning is GcWarning.OutOfMemory or GcWarning.LastResort);

    /// <summary>Sums up in one pass.</summary>
    /// <param name="events">Of one heap, in the order of time.</param>
    /// <param name="observed">How long the heap was observed; zero if not known.</param>
    /// <param name="circumstances">What else is known.</param>
    public static GcSummary From(IReadOnlyList<GcEvent> events, TimeSpan observed, GcCircumstances? circumstances = null)
    {
        var tally = new GcTally();
        foreach (var collection in events) tally.Add(collection);
        return From(tally, observed, circumstances);
    }

    /// <summary>Sums up what was added so far; the tally may continue.</summary>
    public static GcSummary From(GcTally tally, TimeSpan observed, GcCircumstances? circumstances = null)
    {
        var hasFull = tally.FullFloorCount > 0;
        var points = hasFull ? tally.FullFloors : tally.YoungFloors;
        var isTimed = observed > TimeSpan.Zero;
        var floor = FloorTrend.From(points, GcWarningSearch.IsAtLimit(tally, circumstances));
        var rows = tally.Kinds();
        var summary = new GcSummary
        {
            Observed = observed,
            Count = tally.Count,
            Kinds = rows,
            Paused = tally.Paused,
            Steps = tally.Steps,
            ThroughputLost = isTimed ? Math.Min(1, (tally.Paused + tally.Steps) / observed) : null,
            FreedBytes = rows.Sum(row => row.FreedBytes),
            AllocationBytesPerSecond = isTimed && tally.PeakBytes > 0 ? tally.AllocatedBytes / observed.TotalSeconds : null,
            Promotion = tally.PromotedBytes is { } promoted ? new GcPromotion(promoted, tally.YoungPromotionShare) : null,
            PeakBytes = tally.PeakBytes,
            PeakCommittedBytes = tally.PeakCommittedBytes > 0 ? tally.PeakCommittedBytes : null,
            Circumstances = circumstances ?? GcCircumstances.Unknown,
            FloorSource = hasFull ? FloorSource.FullCollections : FloorSource.YoungCollections,
            Floor = floor with { Points = hasFull ? tally.FullFloorCount : tally.YoungFloorCount },
            FloorPoints = points,
            Warnings = [],
        };
        return summary with { Warnings = [.. GcWarningSearch.Find(summary, tally)] };
    }
}
