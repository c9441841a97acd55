using System.Globalization;
using Heapwise.Analysis.Language.Units;

namespace Heapwise.Cli.Plots;

/// <summary>One axis of a plot, of seconds, milliseconds or bytes: maps values to positions, and chooses round values to label.</summary>
internal sealed class PlotScale
{
    private static readonly double[] TimeSteps =
    [
        0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400,
    ];


    private readonly double _min;
    private readonly double _max;
    private readonly double _from;
    private readonly double _to;

    /// <param name="min">The value at <paramref name="from"/>.</param>
    /// <param name="max">The value at <paramref name="to"/>; an empty range is widened.</param>
    /// <param name="from">Position in the picture.</param>
    /// <param name="to">Position in the picture.</param>
    public PlotScale(double min, double max, double from, double to)
    {
        _min = min;
        _max = max > min ? max : min + 1;
        _from = from;
        _to = to;
    }

    public double Place(double value) => _from + ((value - _min) / (_max - _min) * (_to - _from));

    /// <summary>Whole steps of 1, 2 or 5 of a decimal unit: about <paramref name="count"/> of them.</summary>
    public IEnumerable<(double Value, string Label)> Sizes(int count) =>
        Marks(RoundStep((_max - _min) / count)).Select(value => (value, value == 0 ? "0" : SizeLabel(value)));

    public IEnumerable<(double Value, string Label)> Milliseconds(int count) =>
        Marks(RoundStep((_max - _min) / count)).Select(value => (value, MillisecondsLabel(value)));

    /// <summary>Steps as on a clock.</summary>
    public IEnumerable<(double Value, string Label)> Seconds(int count)
    {
        var wanted = (_max - _min) / count;
        var step = TimeSteps.FirstOrDefault(step => step >= wanted, Math.Ceiling(wanted / 86400) * 86400);
        return Marks(step).Select(value => (value, step switch
        {
            < 1 => Text($"{value:0.0} s"),
            < 60 => value < 60 ? Text($"{value:0} s") : Text($"{(int)(value / 60)}:{value % 60:00}"),
            < 3600 => value < 3600 ? Text($"{value / 60:0} min") : Text($"{(int)(value / 3600)}:{value % 3600 / 60:00} h"),
            < 86400 => Text($"{value / 3600:0} h"),
            _ => Text($"{value / 86400:0} d"),
        }));
    }

    /// <summary>A round size without the zeros after its point.</summary>
    private static string SizeLabel(double bytes) =>
        ByteSize.Format(bytes).Replace(".00 ", " ", StringComparison.Ordinal).Replace(".0 ", " ", StringComparison.Ordinal);

    private static string MillisecondsLabel(double value) => value switch
    {
        0 => "0",
        >= 1000 => Text($"{value / 1000:0.##} s"),
        _ => Text($"{value:0.##} ms"),
    };

    private IEnumerable<double> Marks(double step)
    {
        for (var i = Math.Ceiling(_min / step); i * step <= _max; i++) yield return i * step;
    }

    private static double RoundStep(double wanted)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
        return unit * ((wanted / unit) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
