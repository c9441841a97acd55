namespace Heapwise.Analysis.GarbageCollection;

/// <summary>
/// Whether the floor of a heap moves over time, and how fast.
/// <para>
/// The slope is the median over all pairs of points (Theil 1950, Sen 1968). Up to 29 % of the points may be outliers without changing
/// its sign. Its 95 % interval, and the probability that a series without a trend looks like this, come from the same pairs
/// (Kendall's S, with ties allowed for). Those formulas assume independent points, but neighbouring floors resemble each other.
/// A small probability is therefore not enough for a verdict: the movement must be large compared with the heap, it must continue in
/// the later half, and one step between two levels must not describe the series better than a line does.
/// </para>
/// <para>
/// Pairs grow with the square, so more than 300 points are thinned to medians of neighbours: at most 45,000 pairs, a few milliseconds.
/// </para>
/// </summary>
public sealed record FloorTrend
{
    public const int MinPoints = 5;

    private const int MaxPoints = 300;

    /// <summary>A movement below this, or below 2 % of the heap, is of no interest.</summary>
    private const double MinBytes = 512 * 1024;
    private const double MinShare = 0.02;
    private const double MaxPValue = 0.01;

    /// <summary>The later half must move at this share of the whole's rate or faster.</summary>
    private const double MinLastingShare = 0.25;

    /// <summary>The same as <see cref="MaxPValue"/> for the later half, which has fewer points.</summary>
    private const double MaxPValueOfHalf = 0.05;

    /// <summary>Fewer points than this cannot be significant by themselves.</summary>
    private const int MinPointsForPValue = 8;

    private static readonly FloorTrend TooFew = new()
    {
        Verdict = FloorVerdict.TooFew,
        Points = 0,
        BytesPerMinute = 0,
        LowBytesPerMinute = 0,
        HighBytesPerMinute = 0,
        PValue = 1,
        StartBytes = 0,
    };

    public required FloorVerdict Verdict { get; init; }

    /// <summary>How many points there were before thinning.</summary>
    public required long Points { get; init; }

    public required double BytesPerMinute { get; init; }

    /// <summary>Lower end of the slope's 95 % interval.</summary>
    public required double LowBytesPerMinute { get; init; }

    /// <summary>Upper end of the slope's 95 % interval.</summary>
    public required double HighBytesPerMinute { get; init; }

    /// <summary>
    /// Mann and Kendall's two-sided p: how likely a series without a trend is to look as ordered as this one. 1 if there are too few
    /// points.
    /// </summary>
    public required double PValue { get; init; }

    /// <summary>The line's value at the first point; with the slope it draws the line.</summary>
    public required double StartBytes { get; init; }

    /// <param name="points">In the order of time.</param>
    /// <param name="isAtLimit">Whether the heap has reached its limit: it cannot keep rising then, whatever leaks.</param>
    public static FloorTrend From(IReadOnlyList<FloorPoint> points, bool isAtLimit = false)
    {
        if (points.Count < MinPoints) return TooFew with { Points = points.Count };
        var thinned = Thin(points);
        var line = TrendLine.From(thinned);
        return new FloorTrend
        {
            Verdict = !Moves(thinned, line, isAtLimit) ? FloorVerdict.Steady
                : line.Slope > 0 ? FloorVerdict.Growing
                : FloorVerdict.Shrinking,
            Points = points.Count,
            BytesPerMinute = line.Slope,
            LowBytesPerMinute = line.Low,
            HighBytesPerMinute = line.High,
            PValue = line.PValue,
            StartBytes = line.Start,
        };
    }

    private static bool Moves(IReadOnlyList<FloorPoint> points, TrendLine line, bool isAtLimit)
    {
        var movement = Math.Abs(line.Slope) * (points[^1].At - points[0].At).TotalMinutes;
        var isLarge = movement >= Math.Max(MinBytes, MinShare * line.Level);
        var isCertain = line.PValue <= MaxPValue && line.Low * line.High > 0;
        var goesOn = (isAtLimit && line.Slope > 0) || (Lasts(points, line) && !IsStep(points, line));
        return isLarge && isCertain && goesOn;
    }

    /// <summary>Whether the movement continues. Growth that levels off, or that was given back, is over.</summary>
    private static bool Lasts(IReadOnlyList<FloorPoint> points, TrendLine whole)
    {
        var middle = points[0].At + ((points[^1].At - points[0].At) / 2);
        var later = points.SkipWhile(point => point.At < middle).ToList();
        if (later.Count < MinPoints) later = [.. points.TakeLast(Math.Max(MinPoints, points.Count / 2))];
        var line = TrendLine.From(later);
        return line.Slope / whole.Slope >= MinLastingShare && (line.PValue <= MaxPValueOfHalf || later.Count < MinPointsForPValue);
    }

    /// <summary>
    /// Whether two levels with one step between them fit better than the line: a table that doubled, a module that was loaded. Levels
    /// are medians, and misfits are summed as they are, not squared, so that a single peak weighs the same on both sides.
    /// </summary>
    private static bool IsStep(IReadOnlyList<FloorPoint> points, TrendLine line)
    {
        var misfitOfLine = points.Sum(point => Math.Abs(point.Bytes - line.Start - (line.Slope * (point.At - points[0].At).TotalMinutes)));
        for (var i = 1; i < points.Count; i++)
        {
            if (MisfitOfLevel(points.Take(i)) + MisfitOfLevel(points.Skip(i)) < misfitOfLine) return true;
        }

        return false;

        static double MisfitOfLevel(IEnumerable<FloorPoint> level)
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
}
