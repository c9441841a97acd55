using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Heapwise.Cli.Formatting;

/// <summary>
/// Text from a snapshot is not trusted: it may contain line breaks, escape sequences that control a terminal, or marks that change
/// the reading direction. Here such characters become visible escapes.
/// </summary>
internal static class SafeText
{
    public static string OneLine(string text)
    {
        var at = 0;
        while (at < text.Length && !IsDangerous(text[at])) at++;
        if (at == text.Length) return text;
        var safe = new StringBuilder(text.Length + 16).Append(text, 0, at);
        foreach (var c in text.AsSpan(at))
        {
            if (IsDangerous(c)) safe.Append(Escape(c));
            else safe.Append(c);
        }

        return safe.ToString();
    }

    private static string Escape(char c) => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
    };

    /// <summary>What fits a line of plain text, broken between words, and the rest of it for the next one.</summary>
    public static (string Line, string Next) Break(string text, int width)
    {
        if (text.Length <= width) return (text, "");
        var at = text.LastIndexOf(' ', Math.Max(0, width));
        return at > 0 ? (text[..at], text[(at + 1)..]) : (text, "");
    }

    /// <summary>At most <paramref name="width"/> columns; a longer text is cut at its end, and the cut is marked.</summary>
    public static string CutEnd(string text, int width)
    {
        if (text.GetCellWidth() <= width) return text;
        var length = 0;
        for (var used = 1; length < text.Length; length++)
        {
            used += text[length].ToString().GetCellWidth();
            if (used > width) break;
        }

        if (length > 0 && char.IsHighSurrogate(text[length - 1])) length--;
        return string.Concat(text.AsSpan(0, length), "…");
    }

    /// <summary>At most <paramref name="width"/> columns, the start cut off: the end of a path says more.</summary>
    public static string CutStart(string text, int width)
    {
        if (text.GetCellWidth() <= width) return text;
        var start = text.Length;
        for (var used = 1; start > 0; start--)
        {
            used += text[start - 1].ToString().GetCellWidth();
            if (used > width) break;
        }

        if (start < text.Length && char.IsLowSurrogate(text[start])) start++;
        return string.Concat("…", text.AsSpan(start));
    }

    // Control characters, line and paragraph separators, marks of direction and other format characters, and the two code units that
    // are no characters at all, for which Spectre.Console has no width.
    private static bool IsDangerous(char c)
    {
        if (c is >= ' ' and < '\u007f') return false;
        return c >= '\uFFFE' || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
    }
}
