using System.Globalization;

namespace Heapwise.Analysis.Advice.English;

/// <summary>Numbers, sizes and lists as English writes them.</summary>
internal static class Phrases
{
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    public static string Count(long count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count.ToString("N0", CultureInfo.InvariantCulture)} {many ?? one + "s"}";

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Amount(string? measure, double value) => measure == "fileDescriptors" ? value.ToString("0.#", CultureInfo.InvariantCulture) : Bytes(value);

    public static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} and {all[^1]}";
    }

    public static string Bytes(double bytes) => bytes switch
    {
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000:0.#} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000:0.#} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} bytes"),
    };
}
