using System.Globalization;

namespace Heapwise.Diagnosis.Settings;

/// <summary>How times, sizes and dates are written in settings files and on the command line.</summary>
public static class SettingValues
{
    private const double MaxSeconds = 30 * 24 * 3600; // timers end at 49 days

    private const double MaxBytes = 1L << 50;

    /// <summary>By unit: decimal as sizes are printed, and powers of 1024 where the unit says so.</summary>
    private static readonly Dictionary<string, double> SizeUnits = new(StringComparer.OrdinalIgnoreCase)
    {
        [""] = 1,
        ["B"] = 1,
        ["kB"] = 1e3,
        ["MB"] = 1e6,
        ["GB"] = 1e9,
        ["KiB"] = 1L << 10,
        ["MiB"] = 1L << 20,
        ["GiB"] = 1L << 30,
    };

    /// <summary>A time span: <c>500ms</c>, <c>30s</c>, <c>2m</c>, <c>1h</c>; a bare number is in seconds.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var number = text.TrimEnd('m', 's', 'h');
        var scale = text[number.Length..] switch { "ms" => 0.001, "s" or "" => 1, "m" => 60, "h" => 3600, _ => 0 };
        if (scale == 0 || !TryParseNumber(number, out var value) || value * scale > MaxSeconds) return false;
        duration = TimeSpan.FromSeconds(value * scale);
        return true;
    }

    /// <summary>A number of bytes: <c>512</c>, <c>100 kB</c>, <c>1.5GB</c>, <c>64MiB</c>.</summary>
    public static bool TryParseSize(string text, out long bytes)
    {
        bytes = 0;
        var number = text.TrimEnd([.. "kKmMgGiIbB "]);
        if (!SizeUnits.TryGetValue(text[number.Length..].Trim(), out var unit)) return false;
        if (!TryParseNumber(number, out var value) || value * unit > MaxBytes) return false;
        bytes = (long)Math.Round(value * unit);
        return true;
    }

    /// <summary>A day, as ISO 8601 writes it.</summary>
    public static bool TryParseDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>A value of an enumeration by its name, in either case.</summary>
    public static bool TryParseChoice<T>(string text, out T choice)
        where T : struct, Enum
    {
        var index = Array.FindIndex(Enum.GetNames<T>(), name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        choice = index < 0 ? default : Enum.GetValues<T>()[index];
        return index >= 0;
    }

    /// <summary>The names of an enumeration, in quotes, for a message.</summary>
    public static string ChoicesOf<T>()
        where T : struct, Enum =>
        string.Join(", ", Enum.GetNames<T>().Select(name => $"\"{name.ToLowerInvariant()}\""));

    private static bool TryParseNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
}
