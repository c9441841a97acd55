using System.Text.Json.Serialization;

namespace Heapwise.Analysis.GarbageCollection;

/// <summary>The collections of one kind. Percentiles are nearest-rank.</summary>
public sealed record GcKindRow(GcKind Kind, long Count, TimeSpan Total, TimeSpan P50, TimeSpan P90, TimeSpan P99, TimeSpan Max, TimeSpan MaxAt, long FreedBytes)
{
    internal static GcKindRow From(GcKind kind, PauseTally pauses, TimeSpan maxAt, long freed)
    {
        var percentiles = pauses.Percentiles(0.5, 0.9, 0.99);
        return new GcKindRow(kind, pauses.Count, pauses.Total, percentiles[0], percentiles[1], percentiles[2], pauses.Max, maxAt, freed);
    }
}

/// <summary>After which collections the floor was read.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FloorSource>))]
public enum FloorSource
{
    [JsonStringEnumMemberName("full-collections")]
    FullCollections,

    /// <summary>There was no full collection. Old garbage counts, so that growth alone proves no leak.</summary>
    [JsonStringEnumMemberName("young-collections")]
    YoungCollections,
}

/// <summary>What is known of a heap beside its collections.</summary>
public sealed record GcCircumstances
{
    /// <summary>The most that the heap may have.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>What V8 said when it gave up.</summary>
    public string? FatalError { get; init; }
}

/// <summary>The collections of one heap over a time, summed up and judged.</summary>
public sealed record GcSummary
{
    // V8 itself calls full collections ineffective from 80 % of the limit on. Programs that keep a few per cent of what they make
    // were seen to promote 3 to 10 %, and one that keeps nearly all 41 to 46 % (the large stores of its arrays are never young).
    private const double MuchTimeLost = 0.1;
    private static readonly TimeSpan MinTimeToLose = TimeSpan.FromSeconds(10); // a start allocates much and works little
    private const double HighPromotion = 0.3;
    private const int MinPromotions = 20;
    private const double NearLimit = 0.8;
    private const int MinIneffective = 3;
    private const int MinFullInLastThird = 10;
    private static readonly TimeSpan MinTimeToQuicken = TimeSpan.FromMinutes(1);

    public required TimeSpan Observed { get; init; }

    public required long Count { get; init; }

    public required IReadOnlyList<GcKindRow> Kinds { get; init; }

    /// <summary>The sum of all pauses.</summary>
    public required TimeSpan Paused { get; init; }

    /// <summary>The sum of marking steps between the program's own work.</summary>
    public required TimeSpan Steps { get; init; }

    /// <summary>Pauses and steps as a share of the time observed, 0 to 1; null where that time is not known.</summary>
    public required double? ThroughputLost { get; init; }

    public required long FreedBytes { get; init; }

    /// <summary>Bytes a second, from how the heap grew between collections; null where sizes or time are not known.</summary>
    public required double? AllocationBytesPerSecond { get; init; }

    public required long? PromotedBytes { get; init; }

    /// <summary>Promoted by young collections as a share of what was allocated, 0 to 1; null where the source does not tell.</summary>
    public required double? PromotionShare { get; init; }

    public required long PeakBytes { get; init; }

    /// <summary>Null where the source does not tell.</summary>
    public required long? PeakCommittedBytes { get; init; }

    public required long? LimitBytes { get; init; }

    public required FloorSource FloorSource { get; init; }

    public required FloorTrend Floor { get; init; }

    /// <summary>The floors that the trend was made from, thinned.</summary>
    public required IReadOnlyList<FloorPoint> FloorPoints { get; init; }

    public required IReadOnlyList<GcWarning> Warnings { get; init; }

    /// <summary>Sums up in one pass.</summary>
    /// <param name="events">Of one heap, in the order of time.</param>
    /// <param name="observed">How long was looked; zero where not known.</param>
    /// <param name="circumstances">What else is known.</param>
    public static GcSummary From(IReadOnlyList<GcEvent> events, TimeSpan observed, GcCircumstances? circumstances = null)
    {
        var tally = new GcTally();
        foreach (var collection in events) tally.Add(collection);
        return From(tally, observed, circumstances);
    }

    /// <summary>Sums up what was added so far; the tally can go on.</summary>
    public static GcSummary From(GcTally tally, TimeSpan observed, GcCircumstances? circumstances = null)
    {
        var hasFull = tally.FullFloorCount > 0;
        var points = hasFull ? tally.FullFloors : tally.YoungFloors;
        var lost = observed > TimeSpan.Zero ? Math.Min(1, (tally.Paused + tally.Steps) / observed) : (double?)null;
        var rows = tally.Kinds();
        var summary = new GcSummary
        {
            Observed = observed,
            Count = tally.Count,
            Kinds = rows,
            Paused = tally.Paused,
            Steps = tally.Steps,
            ThroughputLost = lost,
            FreedBytes = rows.Sum(row => row.FreedBytes),
            AllocationBytesPerSecond = observed > TimeSpan.Zero && tally.PeakBytes > 0 ? tally.AllocatedBytes / observed.TotalSeconds : null,
            PromotedBytes = tally.PromotedBytes,
            PromotionShare = tally.YoungPromotionShare,
            PeakBytes = tally.PeakBytes,
            PeakCommittedBytes = tally.PeakCommittedBytes > 0 ? tally.PeakCommittedBytes : null,
            LimitBytes = circumstances?.LimitBytes,
            FloorSource = hasFull ? FloorSource.FullCollections : FloorSource.YoungCollections,
            Floor = FloorTrend.From(points) with { Points = hasFull ? tally.FullFloorCount : tally.YoungFloorCount },
            FloorPoints = points,
            Warnings = [],
        };
        return summary with { Warnings = [.. WarningsOf(summary, tally, circumstances)] };
    }

    private static IEnumerable<GcWarning> WarningsOf(GcSummary summary, GcTally tally, GcCircumstances? circumstances)
    {
        if (circumstances?.FatalError is { } fatal) yield return new GcWarning(GcWarningKind.OutOfMemory) { Message = fatal };
        if (tally.LastResorts > 0) yield return new GcWarning(GcWarningKind.LastResort) { Count = tally.LastResorts };
        if (tally.MaxIneffectiveInARow >= MinIneffective) yield return new GcWarning(GcWarningKind.Ineffective) { Count = tally.MaxIneffectiveInARow };
        if (summary is { FloorSource: FloorSource.FullCollections, LimitBytes: { } limit } && LatestFloor(summary.FloorPoints) is var floor && floor >= NearLimit * limit)
        {
            yield return new GcWarning(GcWarningKind.NearLimit) { Bytes = floor, LimitBytes = limit, Share = (double)floor / limit };
        }

        if (summary.Floor.Verdict == FloorVerdict.Growing) yield return new GcWarning(GcWarningKind.FloorRising) { Bytes = (long)summary.Floor.BytesPerMinute };
        if (MoreOften(tally.FullTimes, tally.From, tally.To) is { } moreOften) yield return moreOften;
        if (summary.PromotionShare is >= HighPromotion and var share && tally.YoungPromotionCount >= MinPromotions)
        {
            yield return new GcWarning(GcWarningKind.PromotionHigh) { Share = share, Bytes = tally.YoungPromotedBytes };
        }

        if (summary.ThroughputLost is >= MuchTimeLost and var lost && summary.Observed >= MinTimeToLose) yield return new GcWarning(GcWarningKind.MuchTimeLost) { Share = lost };
    }

    /// <summary>The median of the last three: one odd collection is no floor.</summary>
    private static long LatestFloor(IReadOnlyList<FloorPoint> points)
    {
        var latest = points.TakeLast(3).Select(point => point.Bytes).Order().ToList();
        return latest[latest.Count / 2];
    }

    /// <summary>By thirds of the time, so that a start, with its bursts, does not pass for a change, and a single busy stretch neither.</summary>
    private static GcWarning? MoreOften(IReadOnlyList<TimeSpan> times, TimeSpan from, TimeSpan to)
    {
        var third = (to - from) / 3;
        if (to - from < MinTimeToQuicken) return null;
        var first = times.Count(time => time < from + third);
        var second = times.Count(time => time >= from + third && time < to - third);
        var last = times.Count - first - second;
        return last < MinFullInLastThird || last < 2 * first || last < 1.2 * second || second < 1.2 * first
            ? null
            : new GcWarning(GcWarningKind.FullCollectionsMoreOften) { EarlierPerMinute = first / third.TotalMinutes, LaterPerMinute = last / third.TotalMinutes };
    }
}
