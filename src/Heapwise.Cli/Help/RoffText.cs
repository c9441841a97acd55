using System.Globalization;
using System.Text;

namespace Heapwise.Cli.Help;

/// <summary>Text as roff, the language of manual pages, wants it.</summary>
internal static class RoffText
{
    /// <summary>Sentences; they do not begin as a request of roff.</summary>
    public static string Prose(string text)
    {
        var words = text.Split(' ').Select(word => Escape(word, isCode: IsOption(word)));
        return (text is ['.' or '\'', ..] ? @"\&" : "") + string.Join(' ', words);
    }

    /// <summary>What a person types or copies: a hyphen stays the one of the keyboard, and nothing is divided.</summary>
    public static string Code(string text) => @"\%" + Escape(text, isCode: true);

    public static string Bold(string text) => $@"\fB{Code(text)}\fR";

    public static string Italic(string text) => $@"\fI{Code(text)}\fR";

    private static bool IsOption(string word) => word.TrimStart('(', '\'', '"') is ['-', _, ..];

    private static string Escape(string text, bool isCode)
    {
        var roff = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            roff.Append(letter switch
            {
                '\\' => @"\e",
                '-' when isCode => @"\-",
                '\'' => @"\(aq",
                '`' => @"\(ga",
                '~' => @"\(ti",
                '^' => @"\(ha",
                < '\x7f' => letter.ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $@"\[u{(int)letter:X4}]"),
            });
        }

        return roff.ToString();
    }
}
