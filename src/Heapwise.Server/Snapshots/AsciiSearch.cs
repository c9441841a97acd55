using System.Text;

namespace Heapwise.Server.Snapshots;

/// <summary>Looks for a word in bytes of UTF-8, the case of ASCII letters ignored, without making a string of them.</summary>
internal static class AsciiSearch
{
    /// <param name="text">UTF-8.</param>
    /// <param name="word">ASCII in lower case, not empty.</param>
    public static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        var (lower, upper) = (word[0], (byte)char.ToUpperInvariant((char)word[0]));
        while (text.Length >= word.Length)
        {
            var at = text[..(text.Length - word.Length + 1)].IndexOfAny(lower, upper);
            if (at < 0) return false;
            if (Ascii.EqualsIgnoreCase(text.Slice(at, word.Length), word)) return true;
            text = text[(at + 1)..];
        }

        return false;
    }
}
