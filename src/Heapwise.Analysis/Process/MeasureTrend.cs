namespace Heapwise.Analysis.Process;

/// <summary>
/// The trend of one measure over the rounds. Each measure is judged on its own: the heap may be flat while descriptors or resident memory
/// grow.
/// </summary>
/// <param name="Measure">The measure.</param>
/// <param name="Trend">Its trend; the slope is rounded to one digit.</param>
public sealed record MeasureTrend(Measure Measure, Trend Trend)
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
        var trend = Trend.Judge(ByUsualRounds(values, rounds), NoiseOf(measure));
        return new MeasureTrend(measure, trend with { SlopePerRound = Math.Round(trend.SlopePerRound, 1) });
    }

    private static double NoiseOf(Measure measure) => measure switch
    {
        Measure.Rss => RssNoise,
        Measure.FileDescriptors => DescriptorNoise,
        _ => Trend.ByteNoise,
    };

    /// <summary>The floors as if every round had been as long as a usual one: a burst of ten rounds adds a tenth of its growth.</summary>
    private static List<double> ByUsualRounds(IReadOnlyList<long> values, IReadOnlyList<Round> rounds)
    {
        List<double> floors = [values[0]];
        for (var i = 1; i < values.Count; i++)
        {
            floors.Add(floors[^1] + ((values[i] - values[i - 1]) / (double)rounds[i].Weight));
        }

        return floors;
    }
}
