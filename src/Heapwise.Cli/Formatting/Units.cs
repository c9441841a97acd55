using System.Globalization;

namespace Heapwise.Cli.Formatting;

/// <summary>
/// Numbers for people. Sizes are decimal as in Chrome DevTools (1 kB = 1000 bytes), three digits that count; exact bytes
/// are in the JSON.
/// </summary>
internal static class Units
{
    private static readonly string[] Sizes = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    public static string Bytes(long bytes)
    {
        if (bytes is > -1000 and < 1000) return Text($"{bytes} B");
        var value = (double)bytes;
        var unit = 0;
        // 999.5 would be shown as 1000: it belongs to the next unit.
        while (Math.Abs(value) >= 999.5 && unit < Sizes.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        var digits = Math.Abs(value) switch { < 9.995 => "0.00", < 99.95 => "0.0", _ => "0" };
        return $"{value.ToString(digits, CultureInfo.InvariantCulture)} {Sizes[unit]}";
    }

    /// <summary>A change: always with its sign, and nothing as 0.</summary>
    public static string ByteChange(long bytes) => bytes > 0 ? "+" + Bytes(bytes) : bytes == 0 ? "0" : Bytes(bytes);

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string CountChange(long count) => count.ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture);

    /// <summary>"1 object", "2,000 objects".</summary>
    public static string Count(long count, string one, string? many = null) => $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>A share of a whole in per cent; a whole of 0 has no shares.</summary>
    public static string Share(long part, long whole) => whole == 0 ? "" : (100.0 * part / whole) switch
    {
        0 => "0 %",
        > 0 and < 0.1 => "<0.1 %",
        < 9.95 and var percent => Text($"{percent:0.0} %"),
        var percent => Text($"{percent:0} %"),
    };

    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.9995 => Text($"{time.TotalMilliseconds:0} ms"),
        < 9.95 and var seconds => Text($"{seconds:0.0} s"),
        < 59.5 and var seconds => Text($"{seconds:0} s"),
        _ => Text($"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
    };

    /// <summary>The same where hours and days can come.</summary>
    public static string LongDuration(TimeSpan time) => time.TotalHours switch
    {
        < 1 => Duration(time),
        < 24 => Text($"{time.Hours} h {time.Minutes:00} min"),
        _ => Text($"{time.Days} d {time.Hours:00} h"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
