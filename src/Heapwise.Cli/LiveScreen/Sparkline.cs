namespace Heapwise.Cli.LiveScreen;

/// <summary>A series as one line of eighth blocks, the latest value on the right.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>Levels span the smallest to the largest value, but at least this share of the largest: noise is no mountain.</summary>
    private const double MinSpan = 0.1;

    /// <param name="values">Earliest first; null is a gap.</param>
    /// <param name="width">Columns: as many of the latest values are drawn.</param>
    /// <param name="fromZero">True for rates: the bottom is 0.</param>
    public static string Of(IReadOnlyList<double?> values, int width, bool fromZero)
    {
        var shown = values.Skip(Math.Max(0, values.Count - width)).ToList();
        var known = shown.OfType<double>().ToList();
        if (known.Count == 0) return new string(' ', Math.Max(0, width));
        var most = known.Max();
        var least = fromZero ? 0 : Math.Max(0, Math.Min(known.Min(), most - (MinSpan * most)));
        return string.Concat(shown.Select(value => value is { } height ? LevelOf(height, least, most) : ' ')).PadLeft(width);
    }

    private static char LevelOf(double value, double least, double most) =>
        Levels[most <= least ? 0 : Math.Clamp((int)((value - least) / (most - least) * Levels.Length), 0, Levels.Length - 1)];
}
