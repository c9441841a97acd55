using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Language.English;

/// <summary>Numbers, sizes, lists and code locations as English writes them.</summary>
internal static class EnglishPhrases
{
    public static string Capitalize(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    public static string Count(long count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count:N0} {many ?? one + "s"}";

    public static string Number(double value) => $"{value:0.##}";

    /// <summary>A measured number, not more exact than it can be: <c>1,490</c>, <c>14.9</c>.</summary>
    public static string Amount(double value) => value >= 100 ? $"{value:N0}" : $"{value:0.#}";

    /// <summary>The word for so many.</summary>
    public static string Plural(double count, string one) => IsOne(count) ? one : one + "s";

    public static string Bytes(double bytes) => bytes < 1_000 ? $"{bytes:0} bytes" : ByteSize.FormatShort(bytes);

    /// <summary><c>a, b and c</c>.</summary>
    public static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} and {all[^1]}";
    }

    /// <summary><c> (tick(), server.js:12)</c>; empty where nothing is known.</summary>
    public static string InParentheses(LeakFunction? function)
    {
        List<string> parts = [];
        if (function?.Name is { } name) parts.Add(name + "()");
        if (LineOf(function) is { } line) parts.Add(line);
        return parts.Count == 0 ? "" : $" ({string.Join(", ", parts)})";
    }

    /// <summary><c>server.js:12</c>; null where it is not known.</summary>
    public static string? LineOf(LeakFunction? function) =>
        function?.Location is { } location ? $"{CodeOrigin.FileNameOf(location.File)}:{location.Line}" : null;

    /// <summary>True for what prints as 1.</summary>
    private static bool IsOne(double count) => Math.Abs(count - 1) < 0.005;
}
