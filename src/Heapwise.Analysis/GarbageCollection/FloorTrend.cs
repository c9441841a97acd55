using System.Text.Json.Serialization;

namespace Heapwise.Analysis.GarbageCollection;

/// <summary>Memory still used after a collection: what the program holds, and garbage that was not looked at.</summary>
public readonly record struct FloorPoint(TimeSpan At, long Bytes);

[JsonConverter(typeof(JsonStringEnumConverter<FloorVerdict>))]
public enum FloorVerdict
{
    /// <summary>Fewer points than <see cref="FloorTrend.MinPoints"/>.</summary>
    [JsonStringEnumMemberName("too-few")]
    TooFew,

    /// <summary>No movement beyond noise, or one that has ended: a start, a step, a cache that has filled.</summary>
    [JsonStringEnumMemberName("steady")]
    Steady,

    [JsonStringEnumMemberName("growing")]
    Growing,

    [JsonStringEnumMemberName("shrinking")]
    Shrinking,
}

/// <summary>
/// Whether the floor of a heap moves over time, and how fast.
/// <para>
/// The slope is the median over all pairs of points (Theil 1950, Sen 1968): up to 29 % of the points may be odd without turning it.
/// Its 95 % interval and the probability that a series without trend looks like this come from the same pairs (Kendall's S, ties
/// allowed for). Neighbouring floors resemble each other, which those formulas do not know; therefore more is asked of a verdict
/// than a small probability: the movement must be large beside the heap, it must go on in the later half, and one step between two
/// levels must not describe the series better than a line does.
/// </para>
/// <para>Pairs grow with the square, so more than 300 points are thinned to medians of neighbours: at most 45,000 pairs, a few milliseconds.</para>
/// </summary>
public sealed record FloorTrend
{
    public const int MinPoints = 5;

    private const int MaxPoints = 300;

    /// <summary>A movement below this, and below 2 % of the heap, is of no interest.</summary>
    private const double MinBytes = 512 * 1024;
    private const double MinShare = 0.02;
    private const double MaxPValue = 0.01;

    /// <summary>The later half must move at this share of the whole's rate at least.</summary>
    private const double MinLastingShare = 0.25;

    public required FloorVerdict Verdict { get; init; }

    /// <summary>Points that there were, before thinning.</summary>
    public required long Points { get; init; }

    public double BytesPerMinute { get; init; }

    /// <summary>Lower end of the slope's 95 % interval.</summary>
    public double LowBytesPerMinute { get; init; }

    /// <summary>Upper end of the slope's 95 % interval.</summary>
    public double HighBytesPerMinute { get; init; }

    /// <summary>Mann and Kendall's two-sided p: how likely a series without trend is to look as ordered as this one. 1 where there are too few points.</summary>
    public double PValue { get; init; } = 1;

    /// <summary>The line's value at the first point; with the slope it draws the line.</summary>
    public double StartBytes { get; init; }

    /// <param name="points">In the order of time.</param>
    public static FloorTrend From(IReadOnlyList<FloorPoint> points)
    {
        if (points.Count < MinPoints) return new FloorTrend { Verdict = FloorVerdict.TooFew, Points = points.Count };
        var thinned = Thin(points);
        var line = Line.From(thinned);
        var verdict = Math.Abs(line.Slope) * Minutes(thinned[^1].At - thinned[0].At) >= Math.Max(MinBytes, MinShare * line.Level)
            && line.PValue <= MaxPValue && line.Low * line.High > 0 && Lasts(thinned, line) && !IsStep(thinned, line)
            ? line.Slope > 0 ? FloorVerdict.Growing : FloorVerdict.Shrinking
            : FloorVerdict.Steady;
        return new FloorTrend
        {
            Verdict = verdict,
            Points = points.Count,
            BytesPerMinute = line.Slope,
            LowBytesPerMinute = line.Low,
            HighBytesPerMinute = line.High,
            PValue = line.PValue,
            StartBytes = line.Start,
        };
    }

    /// <summary>Whether the movement goes on: growth that levels off, or that drained again, is over.</summary>
    private static bool Lasts(IReadOnlyList<FloorPoint> points, Line whole)
    {
        var middle = points[0].At + ((points[^1].At - points[0].At) / 2);
        var later = points.SkipWhile(point => point.At < middle).ToList();
        if (later.Count < MinPoints) later = [.. points.TakeLast(Math.Max(MinPoints, points.Count / 2))];
        var line = Line.From(later);
        // Few points cannot be significant by themselves: then the rate alone decides.
        return line.Slope / whole.Slope >= MinLastingShare && (line.PValue <= 0.05 || later.Count < 8);
    }

    /// <summary>
    /// Whether two levels with one step between them fit better than the line: a table that doubled, a module that was loaded. Levels
    /// are medians and misfits are summed as they are, not squared, so that a lone peak weighs the same on both.
    /// </summary>
    private static bool IsStep(IReadOnlyList<FloorPoint> points, Line line)
    {
        var ofLine = points.Sum(point => Math.Abs(point.Bytes - line.Start - (line.Slope * Minutes(point.At - points[0].At))));
        for (var i = 1; i < points.Count; i++)
        {
            if (OfLevel(points.Take(i)) + OfLevel(points.Skip(i)) < ofLine) return true;
        }

        return false;

        static double OfLevel(IEnumerable<FloorPoint> level)
        {
            var sizes = level.Select(point => point.Bytes).Order().ToList();
            var median = sizes[sizes.Count / 2];
            return sizes.Sum(size => (double)Math.Abs(size - median));
        }
    }

    /// <summary>Neighbours merged to the median of their sizes at the middle of their times.</summary>
    private static IReadOnlyList<FloorPoint> Thin(IReadOnlyList<FloorPoint> points)
    {
        if (points.Count <= MaxPoints) return points;
        var thinned = new List<FloorPoint>(MaxPoints);
        for (var i = 0; i < MaxPoints; i++)
        {
            var from = (int)((long)i * points.Count / MaxPoints);
            var to = (int)((long)(i + 1) * points.Count / MaxPoints);
            var sizes = points.Skip(from).Take(to - from).Select(point => point.Bytes).Order().ToList();
            thinned.Add(new FloorPoint(points[(from + to - 1) / 2].At, sizes[sizes.Count / 2]));
        }

        return thinned;
    }

    private static double Minutes(TimeSpan time) => time.TotalMinutes;

    /// <param name="Slope">Bytes a minute.</param>
    /// <param name="Start">Bytes at the first point.</param>
    /// <param name="Level">The median of all points.</param>
    private readonly record struct Line(double Slope, double Low, double High, double PValue, double Start, double Level)
    {
        public static Line From(IReadOnlyList<FloorPoint> points)
        {
            var slopes = new List<double>(points.Count * (points.Count - 1) / 2);
            var s = 0L;
            for (var i = 0; i < points.Count; i++)
            {
                for (var j = i + 1; j < points.Count; j++)
                {
                    s += Math.Sign(points[j].Bytes - points[i].Bytes);
                    if (points[j].At > points[i].At) slopes.Add((points[j].Bytes - points[i].Bytes) / Minutes(points[j].At - points[i].At));
                }
            }

            var level = Median([.. points.Select(point => (double)point.Bytes).Order()]);
            if (slopes.Count == 0) return new Line(0, 0, 0, 1, level, level);
            slopes.Sort();
            var slope = Median(slopes);
            var deviation = Math.Sqrt(Variance(points));
            var reach = 1.96 * deviation;
            return new Line(
                slope, slopes[Rank((slopes.Count - reach) / 2)], slopes[Rank((slopes.Count + reach) / 2)],
                deviation == 0 || s == 0 ? 1 : 2 * Tail((Math.Abs(s) - 1) / deviation),
                Median([.. points.Select(point => point.Bytes - (slope * Minutes(point.At - points[0].At))).Order()]), level);

            int Rank(double at) => Math.Clamp((int)Math.Round(at), 0, slopes.Count - 1);
        }

        /// <summary>Variance of Kendall's S in a series without trend; equal sizes lessen it.</summary>
        private static double Variance(IReadOnlyList<FloorPoint> points)
        {
            var n = (double)points.Count;
            var variance = n * (n - 1) * ((2 * n) + 5);
            foreach (double ties in points.GroupBy(point => point.Bytes).Select(group => group.Count())) variance -= ties * (ties - 1) * ((2 * ties) + 5);
            return variance / 18;
        }

        private static double Median(IReadOnlyList<double> sorted) =>
            sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;

        /// <summary>The share of a normal distribution above z ≥ 0, to 7e-8 (Abramowitz and Stegun 26.2.17).</summary>
        private static double Tail(double z)
        {
            var t = 1 / (1 + (0.2316419 * z));
            var series = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
            return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * series;
        }
    }
}
