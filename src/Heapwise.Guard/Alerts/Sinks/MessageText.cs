using System.Text;
using Heapwise.Guard.Alerts.Words;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>Alerts as text of a limited length. What does not fit is cut from the end, where the details are.</summary>
internal static class MessageText
{
    private const char Ellipsis = '…';

    /// <summary>The sentence and the facts, without the title.</summary>
    /// <param name="text">The alert.</param>
    /// <param name="style">How the service writes it.</param>
    /// <param name="room">The most characters.</param>
    public static string BodyOf(AlertText text, MessageStyle style, int room)
    {
        var body = new StringBuilder(Cut(style.Escape(text.Summary), room));
        foreach (var fact in text.Facts)
        {
            var value = fact.IsCode && style.Code.Length > 0
                ? $"{style.Code}{style.EscapeCode(fact.Text).Replace('`', '\'')}{style.Code}"
                : style.Escape(fact.Text);
            var colon = text.Colon.TrimEnd();
            var line = $"{style.Line}{style.Bold}{fact.Label}{colon}{style.Bold}{text.Colon[colon.Length..]}{value}";
            if (body.Length + line.Length > room - style.Line.Length - 1)
            {
                if (body.Length + style.Line.Length + 1 <= room) body.Append(style.Line).Append(Ellipsis);
                break;
            }

            body.Append(line);
        }

        return body.ToString();
    }

    /// <summary>At most so many characters, and no half of a pair.</summary>
    public static string Cut(string text, int max)
    {
        if (text.Length <= max) return text;
        var end = max - 1;
        if (end > 0 && char.IsHighSurrogate(text[end - 1])) end--;
        return string.Concat(text.AsSpan(0, end), [Ellipsis]);
    }

    /// <summary>At most so many bytes of UTF-8.</summary>
    public static string CutBytes(string text, int max)
    {
        if (Encoding.UTF8.GetByteCount(text) <= max) return text;
        var (end, room) = (0, max - Encoding.UTF8.GetByteCount([Ellipsis]));
        foreach (var rune in text.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0) break;
            end += rune.Utf16SequenceLength;
        }

        return string.Concat(text.AsSpan(0, end), [Ellipsis]);
    }
}
