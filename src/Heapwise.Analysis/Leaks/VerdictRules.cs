using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// The verdict. A leak is objects by identity in two intervals or more at a steady rate, held by something that grows; no measure
/// alone makes one. A measure that grows steadily while no objects accumulate leaves the question open.
/// </summary>
internal static class VerdictRules
{
    /// <summary>Less of a measure's growth, once ignored leaks are subtracted, is within what sizes and measures differ by.</summary>
    private const double MinShareLeft = 0.1;

    public static (Verdict Verdict, VerdictReason Reason) Judge(
        IReadOnlyList<Leak> leaks,
        IReadOnlyList<Leak> ignored,
        IReadOnlyList<BoundedHolder> bounded,
        IReadOnlyList<MeasureTrend> trends,
        SnapshotIntervals intervals)
    {
        if (leaks.Count > 0) return Judge(leaks, intervals);
        var unexplained = Unexplained(trends, ignored, BytesPerRound(ignored));
        if (unexplained.Where(IsGrowing).MaxBy(row => row.Trend.SlopePerRound) is { } growing)
        {
            return (Verdict.Inconclusive, new VerdictReason.UnexplainedGrowth(growing.Measure, growing.Trend.SlopePerRound));
        }

        return intervals.Count == 0 && !trends.Any(IsKnown)
            ? (Verdict.Inconclusive, new VerdictReason.NoSnapshots())
            : (Verdict.NoLeak, new VerdictReason.NothingGrows(intervals.Count, ignored.Count, bounded));
    }

    private static (Verdict Verdict, VerdictReason Reason) Judge(IReadOnlyList<Leak> leaks, SnapshotIntervals intervals)
    {
        if (intervals.Count < 2) return (Verdict.Inconclusive, new VerdictReason.OneInterval());
        var transient = WaitingTimers.FindTransient(leaks);
        if (transient.Count == leaks.Count)
        {
            return (Verdict.Inconclusive, new VerdictReason.TimersPending(WaitingTimers.FindLongestWait(leaks) ?? 0));
        }

        if (leaks.Except(transient).All(leak => leak.Confidence < Confidence.Medium))
        {
            return (Verdict.Inconclusive, leaks.FirstOrDefault(leak => leak.Bound is not null) is { Bound: { } bound } bounded
                ? new VerdictReason.BoundNotReached(bounded.Holder, bound, bounded.Growth.Rate)
                : new VerdictReason.UnsteadyGrowth(leaks.Count));
        }

        var growth = new VerdictReason.SteadyGrowth(leaks.Count, BytesPerRound(leaks), intervals.TotalRequests, BytesPerSecond(leaks));
        return (Verdict.Leak, growth);
    }

    /// <summary>
    /// Steady growth that raises a question although nothing accumulates. What the heap itself gains that way is mostly
    /// code that V8 compiles, and resident memory rises with every snapshot taken, so a little of either says nothing.
    /// </summary>
    private static bool IsGrowing(MeasureTrend row) =>
        row.Trend is { Verdict: TrendVerdict.Growing, Confidence: >= Confidence.Medium }
        && row.Trend.SlopePerRound >= MinSlopeOf(row.Measure);

    private static double MinSlopeOf(Measure measure) => measure switch
    {
        Measure.HeapUsed => 256_000,
        Measure.External or Measure.ArrayBuffers => 128_000,
        Measure.Rss => 8_000_000,
        _ => 5,
    };

    /// <summary>
    /// The trends without what the ignored leaks gain. Resident memory follows the heap at a rate of its own, so nothing can be subtracted
    /// from it: next to an ignored leak it says nothing.
    /// </summary>
    private static IEnumerable<MeasureTrend> Unexplained(
        IReadOnlyList<MeasureTrend> trends, IReadOnlyList<Leak> ignored, double ignoredBytes)
    {
        var areDescriptorsIgnored = ignored.Any(leak => leak.Pattern is DescriptorsPattern);
        var left = trends.Where(row => row.Measure != Measure.FileDescriptors || !areDescriptorsIgnored);
        return ignoredBytes <= 0 ? left : left.Where(row => row.Measure != Measure.Rss).Select(row => Without(row, ignoredBytes));
    }

    private static MeasureTrend Without(MeasureTrend row, double bytes)
    {
        if (row.Measure is not (Measure.HeapUsed or Measure.External or Measure.ArrayBuffers)) return row;
        var rest = row.Trend.SlopePerRound - bytes;
        return row with { Trend = row.Trend with { SlopePerRound = rest < MinShareLeft * row.Trend.SlopePerRound ? 0 : rest } };
    }

    private static double BytesPerRound(IReadOnlyList<Leak> leaks) => leaks.Sum(leak => leak.Growth.BytesPerRound);

    /// <summary>Null where not all of them keep pace with time.</summary>
    private static double? BytesPerSecond(IReadOnlyList<Leak> leaks) =>
        leaks.All(leak => leak.Growth.Rate.Basis == RateBasis.Second) ? leaks.Sum(leak => leak.Growth.Rate.Bytes) : null;

    private static bool IsKnown(MeasureTrend row) => row.Trend.Verdict != TrendVerdict.Unknown;
}
