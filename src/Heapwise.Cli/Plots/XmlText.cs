using System.Text;

namespace Heapwise.Cli.Plots;

/// <summary>Text from a program, fit to stand in XML, in an element as well as in a quoted attribute.</summary>
internal static class XmlText
{
    /// <summary>Escapes what is markup; what XML cannot hold at all (control characters, halves of pairs, U+FFFE and U+FFFF) becomes U+FFFD.</summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes()) // half a pair comes as U+FFFD
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
