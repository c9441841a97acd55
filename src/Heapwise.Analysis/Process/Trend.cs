namespace Heapwise.Analysis.Process;

/// <summary>How one measure changed over the rounds. The slope is in units (bytes, descriptors) a round.</summary>
public sealed record Trend(TrendVerdict Verdict, double SlopePerRound, Confidence Confidence, TrendReason Reason)
{
    /// <summary>Bytes by which a floor may move insignificantly between rounds.</summary>
    public const double ByteNoise = 48 * 1024;

    /// <summary>A round that adds less than this share of the median round has faded.</summary>
    private const double MinLastingShare = 0.35;

    /// <summary>
    /// Judges the floors of a measure, one after each round, the first after the warm-up. The slope is the median over all pairs of
    /// rounds (Theil and Sen), so that one odd round does not turn it.
    /// </summary>
    /// <param name="floors">The measure after each round.</param>
    /// <param name="noise">What a round may add insignificantly.</param>
    /// <param name="idleFloor">The measure after the program was left idle, where that was tried.</param>
    public static Trend Judge(IReadOnlyList<double> floors, double noise = ByteNoise, double? idleFloor = null)
    {
        if (floors.Count < 3)
        {
            var step = floors.Count < 2 ? 0 : floors[1] - floors[0];
            return new Trend(TrendVerdict.Unknown, step, Confidence.Low, new TrendReason.TooFewRounds());
        }

        var steps = floors.Zip(floors.Skip(1), (before, after) => after - before).ToList();
        var slope = MedianSlope(floors);
        var total = floors[^1] - floors[0];
        if (total <= noise * Math.Sqrt(steps.Count))
        {
            var confidence = steps.Count >= 3 ? Confidence.High : Confidence.Medium;
            TrendReason reason = total <= -noise ? new TrendReason.Falls() : new TrendReason.WithinNoise();
            return new Trend(TrendVerdict.Steady, slope, confidence, reason);
        }

        if (idleFloor is { } idle && floors[^1] - idle >= 0.5 * total)
        {
            return new Trend(TrendVerdict.Backlog, slope, Confidence.High, new TrendReason.GoneWhenIdle());
        }

        return JudgeRise(steps, slope, noise);
    }

    private static Trend JudgeRise(List<double> steps, double slope, double noise)
    {
        var median = Median(steps);
        var rising = steps.Count(step => step > noise / 2);
        if (HasFaded(steps, noise))
        {
            var certainty = steps.Count >= 3 ? Confidence.Medium : Confidence.Low;
            return new Trend(TrendVerdict.Plateau, slope, certainty, new TrendReason.Fades(steps[^1], steps.Max()));
        }

        if (rising < steps.Count || steps[^1] < MinLastingShare * median)
        {
            return new Trend(TrendVerdict.Unknown, slope, Confidence.Low, new TrendReason.Uneven(rising, steps.Count));
        }

        var even = steps.Min() / steps.Max();
        var confidence = even >= 0.7 && steps.Count >= 3 ? Confidence.High : even >= 0.5 ? Confidence.Medium : Confidence.Low;
        return new Trend(TrendVerdict.Growing, slope, confidence, new TrendReason.Steady(steps.Count, even));
    }

    /// <summary>The last step is small, and no step is larger than the one before, apart from noise.</summary>
    private static bool HasFaded(List<double> steps, double noise)
    {
        var strongest = steps.Max();
        if (steps[^1] > Math.Max(noise, MinLastingShare * strongest)) return false;
        return steps.IndexOf(strongest) < steps.Count - 1 && steps.Zip(steps.Skip(1)).All(pair => pair.Second <= pair.First + noise);
    }

    private static double MedianSlope(IReadOnlyList<double> floors)
    {
        var slopes = new List<double>();
        for (var i = 0; i < floors.Count; i++)
        {
            for (var j = i + 1; j < floors.Count; j++) slopes.Add((floors[j] - floors[i]) / (j - i));
        }

        return Median(slopes);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}

/// <summary>What a measure did over the rounds.</summary>
public enum TrendVerdict
{
    /// <summary>Too few rounds, or no such measure.</summary>
    Unknown,

    /// <summary>No more than noise either way, or falling.</summary>
    Steady,

    /// <summary>Up in every round at about the same rate.</summary>
    Growing,

    /// <summary>Up at first, then less and less: a cache that fills, code that warms up.</summary>
    Plateau,

    /// <summary>Up under load, and down again when idle: work in flight, entries with a time to live.</summary>
    Backlog,
}
