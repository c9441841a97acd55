using System.Globalization;
using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Plots;

/// <summary>One axis of a plot: values to places, and round values to mark with their labels. Values are seconds, milliseconds or bytes.</summary>
internal sealed class PlotScale
{
    private static readonly double[] TimeSteps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];

    private readonly double _least;
    private readonly double _most;
    private readonly double _from;
    private readonly double _to;

    /// <param name="least">The value that stands at <paramref name="from"/>.</param>
    /// <param name="most">The value that stands at <paramref name="to"/>; a range of nothing is widened.</param>
    /// <param name="from">Place in the picture.</param>
    /// <param name="to">Place in the picture.</param>
    public PlotScale(double least, double most, double from, double to)
    {
        _least = least;
        _most = most > least ? most : least + 1;
        _from = from;
        _to = to;
    }

    public double Place(double value) => _from + ((value - _least) / (_most - _least) * (_to - _from));

    /// <summary>Whole steps of 1, 2 or 5 of a decimal unit: about <paramref name="count"/> of them.</summary>
    public IEnumerable<(double Value, string Label)> Sizes(int count) => Marks(RoundStep((_most - _least) / count)).Select(value => (value, value == 0 ? "0" : Units.Bytes((long)value).Replace(".00 ", " ", StringComparison.Ordinal).Replace(".0 ", " ", StringComparison.Ordinal)));

    public IEnumerable<(double Value, string Label)> Milliseconds(int count) =>
        Marks(RoundStep((_most - _least) / count)).Select(value => (value, value == 0 ? "0" : value >= 1000 ? Text($"{value / 1000:0.##} s") : Text($"{value:0.##} ms")));

    /// <summary>Steps that clocks have.</summary>
    public IEnumerable<(double Value, string Label)> Seconds(int count)
    {
        var wanted = (_most - _least) / count;
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

    private IEnumerable<double> Marks(double step)
    {
        for (var i = Math.Ceiling(_least / step); i * step <= _most; i++) yield return i * step;
    }

    private static double RoundStep(double wanted)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
        return unit * ((wanted / unit) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
