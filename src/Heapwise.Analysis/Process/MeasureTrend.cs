using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Process;

/// <summary>
/// The trend of one measure over the rounds. Each measure is judged on its own: the heap may be flat while descriptors or resident memory
/// grow.
/// </summary>
/// <param name="Measure">The measure.</param>
/// <param name="Trend">Its trend; the slope is rounded to one digit.</param>
/// <param name="Basis">What a usual round's growth is taken by: rounds, or the seconds of a usual one.</param>
public sealed record MeasureTrend(Measure Measure, Trend Trend, RateBasis Basis = RateBasis.Round)
{
    /// <summary>Resident memory changes with the collector and with every snapshot.</summary>
    private const double RssNoise = 6 * 1024 * 1024;

    private const double DescriptorNoise = 2;

    /// <summary>The trends of all measures that every round has.</summary>
    public static IReadOnlyList<MeasureTrend> FindAll(IReadOnlyList<Round> rounds) =>
        [.. Enum.GetValues<Measure>().Select(measure => Find(rounds, measure)).OfType<MeasureTrend>()];

    private static MeasureTrend? Find(IReadOnlyList<Round> rounds, Measure measure)
    {
        var values = rounds.Select(round => round.Find(measure)).OfType<long>().ToList();
        if (values.Count == 0 || values.Count < rounds.Count) return null;
        var byTime = ShareOfTime(rounds) is { } shares ? Judge(shares, RateBasis.Second) : null;
        if (byTime is not null && rounds.Skip(1).All(round => round.Load.Time is { IsOwnWork: true })) return byTime;
        var byRounds = Judge([.. rounds.Select(round => (double)round.Weight)], RateBasis.Round);

        // What the heap and the whole process take goes up and down in its own time. The others grow where something makes them grow.
        var isCounted = measure is Measure.External or Measure.ArrayBuffers or Measure.FileDescriptors;
        return isCounted && !IsGrowing(byRounds) && byTime is not null && IsGrowing(byTime) ? byTime : byRounds;

        MeasureTrend Judge(IReadOnlyList<double> lengths, RateBasis basis)
        {
            var trend = Trend.Judge(ByUsualRounds(values, lengths), NoiseOf(measure));
            return new MeasureTrend(measure, trend with { SlopePerRound = Math.Round(trend.SlopePerRound, 1) }, basis);
        }
    }

    private static bool IsGrowing(MeasureTrend row) => row.Trend is { Verdict: TrendVerdict.Growing, Confidence: >= Confidence.Medium };

    /// <summary>The length of each round in usual ones, by the clock; null where that is not known.</summary>
    private static IReadOnlyList<double>? ShareOfTime(IReadOnlyList<Round> rounds)
    {
        var seconds = rounds.Skip(1).Select(round => round.Seconds).OfType<double>().ToList();
        if (seconds.Count < 2 || seconds.Count < rounds.Count - 1 || seconds.Exists(length => length <= 0)) return null;
        var usual = seconds.Where((_, i) => rounds[i + 1].Weight == 1).DefaultIfEmpty(seconds.Min()).Order().ToList();
        return [1, .. seconds.Select(length => length / usual[usual.Count / 2])];
    }

    private static double NoiseOf(Measure measure) => measure switch
    {
        Measure.Rss => RssNoise,
        Measure.FileDescriptors => DescriptorNoise,
        _ => Trend.ByteNoise,
    };

    /// <summary>The floors as if every round had been as long as a usual one: a burst of ten rounds adds a tenth of its growth.</summary>
    private static List<double> ByUsualRounds(IReadOnlyList<long> values, IReadOnlyList<double> lengths)
    {
        List<double> floors = [values[0]];
        for (var i = 1; i < values.Count; i++)
        {
            floors.Add(floors[^1] + ((values[i] - values[i - 1]) / lengths[i]));
        }

        return floors;
    }
}
