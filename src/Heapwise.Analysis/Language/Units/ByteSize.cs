using System.Globalization;

namespace Heapwise.Analysis.Language.Units;

/// <summary>
/// Sizes for people: decimal as in Chrome DevTools (1 kB = 1000 bytes), with three significant digits. Exact bytes are in the JSON.
/// The unit is written the same way in every language.
/// </summary>
public static class ByteSize
{
    private static readonly string[] Symbols = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    public static string Format(long bytes)
    {
        if (bytes is > -1000 and < 1000) return string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
        var value = (double)bytes;
        var unit = 0;
        // 999.5 would be shown as 1000: it belongs to the next unit.
        while (Math.Abs(value) >= 999.5 && unit < Symbols.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        var digits = Math.Abs(value) switch { < 9.995 => "0.00", < 99.95 => "0.0", _ => "0" };
        return $"{value.ToString(digits, CultureInfo.InvariantCulture)} {Symbols[unit]}";
    }

    /// <summary>An average or a rate, to the nearest byte.</summary>
    public static string Format(double bytes) => Format((long)Math.Round(bytes));

    /// <summary>The same for a sentence, where no column has to line up: without trailing zeros, such as 2 MB.</summary>
    public static string FormatShort(double bytes)
    {
        var (digits, symbol) = Format(bytes).Split(' ') switch { var parts => (parts[0], parts[1]) };
        return $"{(digits.Contains('.') ? digits.TrimEnd('0').TrimEnd('.') : digits)} {symbol}";
    }

    /// <summary>A change: always with its sign, and no change as 0.</summary>
    public static string FormatChange(long bytes) => bytes > 0 ? "+" + Format(bytes) : bytes == 0 ? "0" : Format(bytes);

    /// <summary>The same for an average or a rate, to the nearest byte.</summary>
    public static string FormatChange(double bytes) => FormatChange((long)Math.Round(bytes));
}
