namespace Heapwise.Analysis.Locations.SourceMaps;

/// <summary>
/// The numbers of a source map's mappings. A number is written in base64 digits of 5 bits, the lowest first. The sixth bit says that
/// another digit follows, and the lowest bit of the whole is the sign.
/// </summary>
internal static class MappingText
{
    public const int MaxFields = 5;

    /// <summary>Reads the numbers of one mapping and returns how many there are: 1, 4 or 5.</summary>
    /// <exception cref="FormatException">A character that is no digit, a number beyond 32 bits, or another length.</exception>
    public static int Read(string text, ref int at, Span<int> fields)
    {
        var length = 0;
        while (at < text.Length && text[at] is not (',' or ';'))
        {
            if (length == MaxFields) throw Invalid($"a mapping of more than {MaxFields} numbers at", at);
            fields[length++] = Number(text, ref at);
        }

        return length is 1 or 4 or 5 ? length : throw Invalid($"a mapping of {length} numbers at", at);
    }

    /// <summary>The next value from the difference to the one before. No file, line or column is below 0.</summary>
    /// <exception cref="FormatException">It would be, or it is beyond 31 bits.</exception>
    public static int Add(int before, int difference)
    {
        var sum = (long)before + difference;
        return sum is >= 0 and < int.MaxValue ? (int)sum : throw new FormatException($"{sum} as a line, column or index in a source map");
    }

    private static int Number(string text, ref int at)
    {
        var value = 0L;
        for (var shift = 0; ; shift += 5)
        {
            if (shift > 30) throw Invalid("a number beyond 32 bits at", at);
            if (at >= text.Length || DigitOf(text[at]) is not (>= 0 and var digit)) throw Invalid("no digit at", at);
            at++;
            value |= (long)(digit & 31) << shift;
            if (digit < 32) break;
        }

        var number = (value & 1) == 0 ? value >> 1 : -(value >> 1);
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw Invalid("a number beyond 32 bits before", at);
    }

    private static int DigitOf(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };

    private static FormatException Invalid(string what, int at) => new($"{what} character {at} of the source map's mappings");
}
