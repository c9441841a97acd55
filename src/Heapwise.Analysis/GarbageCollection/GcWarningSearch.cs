namespace Heapwise.Analysis.GarbageCollection;

/// <summary>
/// The conditions of each <see cref="GcWarning"/>. V8 itself calls full collections ineffective from 80 % of the limit on. Programs
/// that keep a few per cent of what they allocate were seen to promote 3 to 10 %, and one that keeps nearly all 41 to 46 % (the large
/// stores of its arrays are never young).
/// </summary>
internal static class GcWarningSearch
{
    private const double MinShareOfTime = 0.1;
    private static readonly TimeSpan MinTimeToLose = TimeSpan.FromSeconds(10); // a start allocates much and works little
    private const double MinPromotionShare = 0.3;
    private const int MinPromotions = 20;
    private const double MinShareOfLimit = 0.8;
    private const int MinIneffective = 3;
    private const int MinFullInLastThird = 10;
    private static readonly TimeSpan MinTimeToQuicken = TimeSpan.FromMinutes(1);

    public static IEnumerable<GcWarning> Find(GcSummary summary, GcTally tally)
    {
        var hasFull = summary.FloorSource == FloorSource.FullCollections;
        GcWarning?[] found =
        [
            summary.Circumstances.FatalError is { } fatal ? new GcWarning.OutOfMemory(fatal) : null,
            tally.LastResorts > 0 ? new GcWarning.LastResort(tally.LastResorts) : null,
            tally.MaxIneffectiveInARow >= MinIneffective ? new GcWarning.Ineffective(tally.MaxIneffectiveInARow) : null,
            hasFull ? FindNearLimit(summary.FloorPoints, summary.LimitBytes) : null,
            hasFull && summary.Floor.Verdict == FloorVerdict.Growing ? new GcWarning.FloorRising((long)summary.Floor.BytesPerMinute) : null,
            FindMoreOften(tally.FullTimes, tally.From, tally.To),
            FindPromotion(tally),
            summary.ThroughputLost is >= MinShareOfTime and var lost && summary.Observed >= MinTimeToLose
                ? new GcWarning.MuchTimeLost(lost)
                : null,
        ];
        return found.OfType<GcWarning>();
    }

    /// <summary>Whether the heap has no room left to rise, as V8's own measures or words say.</summary>
    public static bool IsAtLimit(GcTally tally, GcCircumstances? circumstances) =>
        circumstances?.FatalError is not null || tally.LastResorts > 0 || tally.MaxIneffectiveInARow >= MinIneffective
        || FindNearLimit(tally.FullFloors, circumstances?.LimitBytes) is not null;

    /// <summary>The floor is the median of the last three points: a single odd collection is no floor.</summary>
    private static GcWarning.NearLimit? FindNearLimit(IReadOnlyList<FloorPoint> points, long? limitBytes)
    {
        if (limitBytes is not { } limit || points.Count == 0) return null;
        var latest = points.TakeLast(3).Select(point => point.Bytes).Order().ToList();
        var floor = latest[latest.Count / 2];
        return floor >= MinShareOfLimit * limit ? new GcWarning.NearLimit(floor, limit) : null;
    }

    private static GcWarning.PromotionHigh? FindPromotion(GcTally tally) =>
        tally.YoungPromotionShare is >= MinPromotionShare and var share && tally.YoungPromotionCount >= MinPromotions
            ? new GcWarning.PromotionHigh(share, tally.YoungPromotedBytes)
            : null;

    /// <summary>Compares thirds of the time, so that neither a start with its bursts nor one busy stretch passes for a change.</summary>
    private static GcWarning.FullCollectionsMoreOften? FindMoreOften(IReadOnlyList<TimeSpan> times, TimeSpan from, TimeSpan to)
    {
        if (to - from < MinTimeToQuicken) return null;
        var third = (to - from) / 3;
        var first = times.Count(time => time < from + third);
        var second = times.Count(time => time >= from + third && time < to - third);
        var last = times.Count - first - second;
        var isFaster = last >= 2 * first && last >= 1.2 * second && second >= 1.2 * first;
        return isFaster && last >= MinFullInLastThird
            ? new GcWarning.FullCollectionsMoreOften(first / third.TotalMinutes, last / third.TotalMinutes)
            : null;
    }
}
