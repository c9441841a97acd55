using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// How growth of the process is recognized that no object of the heap explains. There is no holder and no path; what can be
/// said is what grows, at what rate, and which statements of the program make such things.
/// </summary>
internal abstract class ProcessRecognizer
{
    /// <summary>Leaks of the heap that explain this share of a measure's growth explain it all.</summary>
    protected const double ExplainedShare = 0.5;

    /// <summary>What grows; null where the process does not grow this way.</summary>
    public abstract RecognizedGrowth? Find(ProcessGrowth growth);
}

/// <summary>What is known of the process, and of the leaks found so far.</summary>
/// <param name="Rounds">All rounds.</param>
/// <param name="Intervals">The load between each two snapshots.</param>
/// <param name="Trends">How each measure went.</param>
/// <param name="Leaks">The patterns and growth of the leaks that the heap shows.</param>
/// <param name="Code">The program's scripts; null where there is no snapshot.</param>
internal sealed record ProcessGrowth(
    IReadOnlyList<Round> Rounds,
    SnapshotIntervals Intervals,
    IReadOnlyList<MeasureTrend> Trends,
    IReadOnlyList<(LeakPattern Pattern, LeakGrowth Growth)> Leaks,
    ProgramCode? Code)
{
    /// <summary>What the leaks of the heap add in a usual round.</summary>
    public double HeapBytesPerRound => Leaks.Sum(leak => leak.Growth.BytesPerRound);

    /// <summary>The trend of a measure that certainly grows by no less than a minimum; null otherwise.</summary>
    public MeasureTrend? FindGrowing(Measure measure, double min) => Trends.FirstOrDefault(row =>
        row.Measure == measure
        && row.Trend is { Verdict: TrendVerdict.Growing, Confidence: >= Confidence.Medium }
        && row.Trend.SlopePerRound >= min);

    /// <summary>A usual round's growth per request; null where requests are not counted.</summary>
    public double? PerRequest(MeasureTrend trend) =>
        Intervals.TotalRequests is { } requests ? TotalOf(trend) / requests : null;

    /// <summary>Growth in bytes, which no class of objects accounts for.</summary>
    public LeakGrowth BytesOf(MeasureTrend trend) =>
        new((long)TotalOf(trend), trend.Trend.SlopePerRound, PerRequest(trend), RateOf(trend), [], null);

    /// <summary>The rate at which a measure grows, in its own unit.</summary>
    public LeakRate RateOf(MeasureTrend trend)
    {
        var basis = trend.Basis != RateBasis.Second && Intervals.TotalRequests is not null ? RateBasis.Request : trend.Basis;
        return new LeakRate(basis, TotalOf(trend) / Math.Max(1, Intervals.TotalOf(basis)), null);
    }

    private double TotalOf(MeasureTrend trend) => trend.Trend.SlopePerRound * Intervals.UsualRoundsOf(trend.Basis);
}

/// <summary>Growth of the process that a pattern recognized.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Trend">The measure that grows.</param>
/// <param name="Growth">How much.</param>
/// <param name="Confidence">How sure that is.</param>
/// <param name="Kind">What grows, for descriptors: see <see cref="LeakHolder.OfProcess"/>.</param>
/// <param name="Location">The statement that makes such things; null where it is not known.</param>
internal sealed record RecognizedGrowth(
    LeakPattern Pattern, MeasureTrend Trend, LeakGrowth Growth, Confidence Confidence, string? Kind, CodeLocation? Location);
