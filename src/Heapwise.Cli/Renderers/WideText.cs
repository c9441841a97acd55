using System.Text;
using Heapwise.Cli.Blocks;
using Spectre.Console;

namespace Heapwise.Cli.Renderers;

/// <summary>
/// Wraps Chinese text. It has no blanks between words and may be broken between any two characters, but not before closing
/// punctuation and not after an opening bracket. Latin words in it stay whole.
/// </summary>
internal static class WideText
{
    private const string NotFirst = "，。；：、）》”！？";
    private const string NotLast = "（《“";

    public static bool IsWide(char c) => c >= '\u2e80' && c.ToString().GetCellWidth() == 2;

    /// <summary>
    /// The pieces with line breaks where a line would be wider than <paramref name="width"/> columns. Text without wide characters is
    /// unchanged.
    /// </summary>
    public static IReadOnlyList<(string Text, Tone Tone)> Wrap(IReadOnlyList<Piece> pieces, int width)
    {
        if (!pieces.Any(piece => piece.Text.Any(IsWide))) return [.. pieces.Select(piece => (piece.Text, piece.Tone))];
        var wrapped = new List<(string, Tone)>();
        var used = 0;
        var whole = string.Concat(pieces.Select(piece => piece.Text));
        var at = 0;
        foreach (var piece in pieces)
        {
            var text = new StringBuilder();
            for (var end = at + piece.Text.Length; at < end;)
            {
                // A unit may continue in the next piece. Its whole width counts, so that the break comes before its first part.
                var length = Math.Min(UnitLength(whole, at), end - at);
                var unit = whole.Substring(at, length);
                var isStart = at == 0 || MayBreak(whole, at);
                if (unit == " " && at + 1 < whole.Length && used + 1 + WidthOfUnit(whole, at + 1) > width)
                {
                    text.Append('\n'); // the line ends where the blank is
                    used = 0;
                    at++;
                    continue;
                }

                if (isStart && used > 0 && used + WidthOfUnit(whole, at) > width)
                {
                    text.Append('\n');
                    used = 0;
                }

                text.Append(unit);
                used += unit.GetCellWidth();
                at += length;
            }

            wrapped.Add((text.ToString(), piece.Tone));
        }

        return wrapped;
    }

    private static int WidthOfUnit(string text, int start) => text.Substring(start, UnitLength(text, start)).GetCellWidth();

    /// <summary>Characters from a position on that stay together.</summary>
    private static int UnitLength(string text, int start)
    {
        var length = 1;
        while (start + length < text.Length && !MayBreak(text, start + length)) length++;
        return length;
    }

    private static bool MayBreak(string text, int at)
    {
        var (before, after) = (text[at - 1], text[at]);
        if (NotFirst.Contains(after) || NotLast.Contains(before)) return false;
        return IsWide(before) || IsWide(after) || before == ' ' || after == ' ';
    }
}
