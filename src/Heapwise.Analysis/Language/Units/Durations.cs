using System.Globalization;

namespace Heapwise.Analysis.Language.Units;

/// <summary>Lengths of time for people: the largest unit and the one below it. Units are written the same way in every language.</summary>
public static class Durations
{
    private const double SecondsPerMinute = 60;
    private const double SecondsPerHour = 60 * SecondsPerMinute;

    /// <summary>
    /// 350 ms, 1.2 s, 12 s, 2 min 05 s, 3 h 20 min, 1 d 04 h. Exactly whole minutes and hours drop the rest: 10 min.
    /// </summary>
    public static string Format(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.9995 => Text($"{time.TotalMilliseconds:0} ms"),
        < 9.95 and var seconds => Text($"{seconds:0.0} s"),
        < SecondsPerMinute - 0.5 and var seconds => Text($"{seconds:0} s"),
        < SecondsPerHour - 0.5 and var seconds => Minutes(TimeSpan.FromSeconds(Math.Round(seconds)), time),
        < 24 * SecondsPerHour - 0.5 and var seconds => Hours(TimeSpan.FromSeconds(Math.Round(seconds)), time),
        var seconds => Days(TimeSpan.FromSeconds(Math.Round(seconds))),
    };

    /// <summary>
    /// A pause in milliseconds, with three significant digits: 0.35 ms, 12.3 ms, 1.23 s; from a minute on as
    /// <see cref="Format"/>.
    /// </summary>
    public static string FormatPause(double milliseconds) => milliseconds switch
    {
        < 9.995 => Text($"{milliseconds:0.00} ms"),
        < 99.95 => Text($"{milliseconds:0.0} ms"),
        < 999.5 => Text($"{milliseconds:0} ms"),
        < 9_995 => Text($"{milliseconds / 1000:0.00} s"),
        < 59_500 => Text($"{milliseconds / 1000:0.0} s"),
        _ => Format(TimeSpan.FromMilliseconds(milliseconds)),
    };

    private static string Minutes(TimeSpan rounded, TimeSpan exact) => exact.Ticks % TimeSpan.TicksPerMinute == 0
        ? Text($"{rounded.Minutes} min")
        : Text($"{rounded.Minutes} min {rounded.Seconds:00} s");

    private static string Hours(TimeSpan rounded, TimeSpan exact) => exact.Ticks % TimeSpan.TicksPerHour == 0
        ? Text($"{rounded.Hours} h")
        : Text($"{rounded.Hours} h {rounded.Minutes:00} min");

    private static string Days(TimeSpan rounded) => Text($"{rounded.Days} d {rounded.Hours:00} h");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
