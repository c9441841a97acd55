using Heapwise.Analysis.Advice;
using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Reports;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// The verdict. A leak is objects by identity in two rungs or more at a steady rate, held by something that grows; no measure
/// alone makes one. A measure that grows steadily while no objects gather leaves the question open.
/// </summary>
internal static class Judgement
{
    /// <summary>What less of a measure's growth is left, once ignored findings are taken off, is within what sizes and measures differ by.</summary>
    private const double LeastShareLeft = 0.1;

    public static (Verdict Verdict, string Reason) Of(IReadOnlyList<FindingReport> findings, IReadOnlyList<FindingReport> ignored, IReadOnlyList<BoundedHolder> bounded, IReadOnlyList<TrendReport> trends, Rungs rungs, AdviceTexts texts)
    {
        var bytes = BytesPerRound(findings, rungs);
        var facts = new VerdictFacts(findings.Count, rungs.Count, bytes, null, ignored.Count) { Requests = rungs.TotalRequests, Bounded = bounded };
        if (findings.Count > 0)
        {
            if (rungs.Count < 2) return (Verdict.Inconclusive, texts.OneRung(facts));
            var mayEnd = WaitingTimers.MayEnd(findings);
            if (mayEnd.Count == findings.Count) return (Verdict.Inconclusive, texts.TimersWait(WaitingTimers.LongestOf(findings) ?? 0));
            var sure = findings.Except(mayEnd).Count(finding => finding.Confidence >= Confidence.Medium);
            return sure > 0 ? (Verdict.Leak, texts.Leak(facts)) : (Verdict.Inconclusive, texts.Unsure(facts));
        }

        if (Unexplained(trends, ignored, BytesPerRound(ignored, rungs)).Where(IsGrowing).MaxBy(trend => trend.SlopePerRound) is { } growing)
        {
            return (Verdict.Inconclusive, texts.GrowsWithoutObjects(facts with { Measure = growing.Measure, BytesPerRound = growing.SlopePerRound }));
        }

        return rungs.Count == 0 && !trends.Any(IsKnown) ? (Verdict.Inconclusive, texts.NoSnapshots(facts)) : (Verdict.NoLeak, texts.NoLeak(facts));
    }

    /// <summary>
    /// Steady growth worth a question although nothing gathers. What the heap itself gains that way is mostly code that V8 compiles, and
    /// resident memory rises with every snapshot taken, so little of either says nothing.
    /// </summary>
    private static bool IsGrowing(TrendReport trend) =>
        trend is { Verdict: "growing", Confidence: >= Confidence.Medium } && trend.SlopePerRound >= trend.Measure switch
        {
            MeasureTrends.HeapUsed => 256_000,
            MeasureTrends.External or MeasureTrends.ArrayBuffers => 128_000,
            MeasureTrends.Rss => 8_000_000,
            _ => 5,
        };

    /// <summary>
    /// The trends without what the ignored findings gain. Resident memory follows the heap at a rate of its own, so nothing can be taken
    /// off it: beside an ignored leak it says nothing.
    /// </summary>
    private static IEnumerable<TrendReport> Unexplained(IReadOnlyList<TrendReport> trends, IReadOnlyList<FindingReport> ignored, double ignoredBytes)
    {
        var left = trends.Where(trend => trend.Measure != MeasureTrends.FileDescriptors || ignored.All(finding => finding.Pattern != ProcessGrowth.Descriptors));
        if (ignoredBytes <= 0) return left;
        return left.Where(trend => trend.Measure != MeasureTrends.Rss).Select(trend => trend.Measure switch
        {
            MeasureTrends.HeapUsed or MeasureTrends.External or MeasureTrends.ArrayBuffers when trend.SlopePerRound - ignoredBytes is var rest =>
                trend with { SlopePerRound = rest < LeastShareLeft * trend.SlopePerRound ? 0 : rest },
            _ => trend,
        });
    }

    private static double BytesPerRound(IReadOnlyList<FindingReport> findings, Rungs rungs) =>
        rungs.Count == 0 ? 0 : findings.Sum(finding => finding.GrowthBytes) / (double)rungs.TotalWorth;

    private static bool IsKnown(TrendReport trend) => trend.Verdict != "unknown";
}
