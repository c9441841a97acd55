using System.Text;

namespace Heapwise.Cli.Plots;

/// <summary>Text from a program, made safe for XML elements and quoted attributes.</summary>
internal static class XmlText
{
    /// <summary>
    /// Escapes markup. What XML cannot contain at all (control characters, lone surrogates, U+FFFE and U+FFFF) becomes U+FFFD.
    /// </summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate comes as U+FFFD
        {
            _ = rune.Value switch
            {
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '&' => safe.Append("&amp;"),
                '"' => safe.Append("&quot;"),
                '\'' => safe.Append("&#39;"),
                '\n' => safe.Append("&#10;"),
                '\t' => safe.Append("&#9;"),
                < ' ' or 0x7F or 0xFFFE or 0xFFFF => safe.Append('\uFFFD'),
                _ => safe.Append(rune.ToString()),
            };
        }

        return safe.ToString();
    }
}
