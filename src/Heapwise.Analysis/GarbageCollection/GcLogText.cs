namespace Heapwise.Analysis.GarbageCollection;

/// <summary>Pieces of a line of V8's trace, taken from its front or found by their names.</summary>
internal static class GcLogText
{
    public static bool TryTake(ref ReadOnlySpan<char> rest, ReadOnlySpan<char> expected)
    {
        if (!rest.StartsWith(expected)) return false;
        rest = rest[expected.Length..];
        return true;
    }

    /// <summary>Digits, and a fraction if there is one: at most 15 digits in all, which a double holds exactly.</summary>
    public static bool TryTakeNumber(ref ReadOnlySpan<char> rest, out double number)
    {
        long digits = 0;
        double scale = 1;
        var at = 0;
        for (; at < rest.Length && at < 15 && char.IsAsciiDigit(rest[at]); at++) digits = (digits * 10) + (rest[at] - '0');
        var hasDigits = at > 0;
        if (hasDigits && at + 1 < rest.Length && rest[at] == '.' && char.IsAsciiDigit(rest[at + 1]))
        {
            for (at++; at < rest.Length && at < 16 && char.IsAsciiDigit(rest[at]); at++)
            {
                digits = (digits * 10) + (rest[at] - '0');
                scale *= 10;
            }
        }

        number = digits / scale;
        rest = rest[at..];
        return hasDigits;
    }

    /// <summary>
    /// The value of <c>name=…</c>, <c>name: …</c> or <c>"name":"…"</c>. Empty if there is none, or if the line ends in it: it may have
    /// been cut.
    /// </summary>
    public static ReadOnlySpan<char> Find(ReadOnlySpan<char> text, ReadOnlySpan<char> name)
    {
        for (var at = 0; text[at..].IndexOf(name) is >= 0 and var found;)
        {
            var start = at + found;
            at = start + name.Length;
            if (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '.')) continue;
            var rest = text[at..].TrimStart("\\\"");
            if (rest.IsEmpty || rest[0] is not ('=' or ':')) continue;
            rest = rest[1..].TrimStart(" *\\"); // a star: sweeping goes on
            var isText = rest.StartsWith('"');
            if (isText) rest = rest[1..];
            var end = isText ? rest.IndexOfAny('"', '\\') : rest.IndexOfAny(",} ");
            return end < 0 ? default : rest[..end];
        }

        return default;
    }

    public static long? FindNumber(ReadOnlySpan<char> text, ReadOnlySpan<char> name)
    {
        var value = Find(text, name);
        return TryTakeNumber(ref value, out var number) ? (long)number : null;
    }
}
