namespace Heapwise.Analysis.GarbageCollection;

/// <summary>A line through points, with its certainty. The statistics are described at <see cref="FloorTrend"/>.</summary>
/// <param name="Slope">Bytes a minute.</param>
/// <param name="Low">Lower end of the slope's 95 % interval.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="PValue">How likely a series without a trend is to look as ordered as this one.</param>
/// <param name="Start">Bytes at the first point.</param>
/// <param name="Level">The median of all points.</param>
internal readonly record struct TrendLine(double Slope, double Low, double High, double PValue, double Start, double Level)
{
    /// <summary>Half the width of a 95 % interval, in standard deviations.</summary>
    private const double IntervalDeviations = 1.96;

    /// <summary>Time and memory: the square of the number of points.</summary>
    /// <param name="points">In the order of time; at least one.</param>
    public static TrendLine From(IReadOnlyList<FloorPoint> points)
    {
        var (slopes, s) = Compare(points);
        var level = Median([.. points.Select(point => (double)point.Bytes).Order()]);
        if (slopes.Count == 0) return new TrendLine(0, 0, 0, 1, level, level);
        slopes.Sort();
        var slope = Median(slopes);
        var deviation = Math.Sqrt(Variance(points));
        var reach = IntervalDeviations * deviation;
        return new TrendLine(
            slope,
            slopes[Rank((slopes.Count - reach) / 2)],
            slopes[Rank((slopes.Count + reach) / 2)],
            deviation == 0 || s == 0 ? 1 : 2 * Tail((Math.Abs(s) - 1) / deviation),
            Median([.. points.Select(point => point.Bytes - (slope * (point.At - points[0].At).TotalMinutes)).Order()]),
            level);

        int Rank(double at) => Math.Clamp((int)Math.Round(at), 0, slopes.Count - 1);
    }

    /// <summary>The slopes between all pairs, and Kendall's S: how many more pairs rise than fall.</summary>
    private static (List<double> Slopes, long S) Compare(IReadOnlyList<FloorPoint> points)
    {
        var slopes = new List<double>(points.Count * (points.Count - 1) / 2);
        var s = 0L;
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = i + 1; j < points.Count; j++)
            {
                var rise = points[j].Bytes - points[i].Bytes;
                s += Math.Sign(rise);
                if (points[j].At > points[i].At) slopes.Add(rise / (points[j].At - points[i].At).TotalMinutes);
            }
        }

        return (slopes, s);
    }

    /// <summary>Variance of Kendall's S in a series without a trend. Equal sizes lessen it.</summary>
    private static double Variance(IReadOnlyList<FloorPoint> points)
    {
        var variance = Term(points.Count);
        foreach (var ties in points.GroupBy(point => point.Bytes).Select(group => group.Count())) variance -= Term(ties);
        return variance / 18;

        static double Term(double n) => n * (n - 1) * ((2 * n) + 5);
    }

    private static double Median(IReadOnlyList<double> sorted) => sorted.Count % 2 == 1
        ? sorted[sorted.Count / 2]
        : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;

    /// <summary>The share of a normal distribution above z ≥ 0, to 7e-8 (Abramowitz and Stegun 26.2.17).</summary>
    private static double Tail(double z)
    {
        var t = 1 / (1 + (0.2316419 * z));
        var series = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * series;
    }
}
