using System.Globalization;
using System.Text;

namespace Heapwise.Tests.Heap.Damage;

/// <summary>One way to damage a snapshot file, or to change it without harm. The judge decides which it was.</summary>
/// <param name="Name">Shown when a case fails.</param>
/// <param name="Apply">Returns the changed bytes; the input is not modified.</param>
internal sealed record Mutation(string Name, Func<Random, byte[], byte[]> Apply)
{
    /// <summary>Bytes that matter to a JSON reader, or that it must not accept.</summary>
    private static readonly byte[] Meaningful = [.. "0123456789,,,:[]{}\"\\-+.eEtfnu \n\t\rxA\0"u8, 0x1f, 0x7f, 0x80, 0xc3, 0xff];

    private static readonly string[] Numbers =
    [
        "0", "1", "7", "255", "65536", "536870911", "536870912", "2147483583", "2147483647", "2147483648", "4294967294", "4294967295",
        "4294967296", "1099511627776", "9007199254740993", "4611686018427387904", "9223372036854775807", "9223372036854775808",
        "18446744073709551615", "18446744073709551616", "99999999999999999999", "100000000000000000000000000000000",
    ];

    private static readonly string[] NoNumbers =
    [
        "-1", "-0", "+1", "01", "00", "1.0", "1.5", "1e3", "1E+2", "0x10", "1_000", "NaN", "Infinity",
        "true", "null", "\"1\"", "[1]", "[]", "{}", "", "1 2", "1,", ",1", "1,1", "1]", "\0", "1\0", "a", "1a", "٣",
    ];

    private static readonly string[] Escapes =
    [
        "\\", "\\x41", "\\u12", "\\u12G4", "\\u", "\\ud800", "\\u0000", "\\n", "\\/", "\\'", "\"", "\n", "\0", "\u001f", "\u007f",
        "é", "\\\\", "\\\"", "\",\"", "\u2028", "😀",
    ];

    private static readonly string[] Tails =
    [
        "", " \n\t\r", "\n", "\0", "\0\0\0\0", "x", "{}", "[]", "}", ",", "\"", "0", "null", "\u00a0", "//", "\ufeff",
    ];

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("flip a bit", static (random, json) =>
            With(json, Position(random, json), (byte)(1 << random.Next(8)), static (old, bit) => (byte)(old ^ bit))),
        new("set a byte", static (random, json) =>
            With(json, Position(random, json), Meaningful[random.Next(Meaningful.Length)], static (_, value) => value)),
        new("insert a byte", static (random, json) =>
            Splice(json, Position(random, json), 0, [Meaningful[random.Next(Meaningful.Length)]])),
        new("delete a byte", static (random, json) => Splice(json, Position(random, json), 1, [])),
        new("drop a chunk", static (random, json) => Splice(json, Position(random, json), 1 + random.Next(80), [])),
        new("double a chunk", static (random, json) =>
        {
            var (at, length) = Chunk(random, json);
            return Splice(json, at, 0, json.AsSpan(at, length));
        }),
        new("move a chunk", static (random, json) =>
        {
            var (at, length) = Chunk(random, json);
            var target = Position(random, json) % Math.Max(1, json.Length - length);
            return Splice(Splice(json, at, length, []), target, 0, json.AsSpan(at, length));
        }),
        new("cut the end", static (random, json) => json[..Position(random, json)]),
        new("change a digit", static (random, json) => OnNumber(random, json, static (random, digits) =>
        {
            var changed = digits.ToCharArray();
            changed[random.Next(changed.Length)] = (char)('0' + random.Next(10));
            return new string(changed);
        })),
        new("count one up or down", static (random, json) => OnNumber(random, json, static (random, digits) =>
        {
            var value = Int128.Parse(digits, CultureInfo.InvariantCulture);
            return value > 0 && random.Next(2) == 0 ? $"{value - 1}" : $"{value + 1}";
        })),
        new("another number", static (random, json) => OnNumber(random, json, static (random, _) => Numbers[random.Next(Numbers.Length)])),
        new("no number", static (random, json) => OnNumber(random, json, static (random, _) => NoNumbers[random.Next(NoNumbers.Length)])),
        new("longer number", static (random, json) => OnNumber(random, json, static (random, digits) =>
            digits + new string((char)('0' + random.Next(10)), random.Next(1, 22)))),
        new("break a string", static (random, json) => OnString(random, json, Escapes[random.Next(Escapes.Length)])),
        new("white space", static (random, json) => Splice(json, Position(random, json), 0, WhiteSpace(random, 9))),
        new("white space between tokens", static (random, json) => BetweenTokens(random, json)),
        new("junk at the end", static (random, json) => [.. json, .. Bytes(Tails[random.Next(Tails.Length)])]),
        new("junk at the start", static (random, json) => [.. Bytes(Tails[random.Next(Tails.Length)]), .. json]),
    ];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] WhiteSpace(Random random, int maxLength) =>
        Bytes(new string(" \t\r\n"[random.Next(4)], 1 + random.Next(maxLength)));

    /// <summary>A random position; the long lists of names in the head get no more than a fair share.</summary>
    private static int Position(Random random, byte[] json)
    {
        var headEnd = json.AsSpan().IndexOf("\"nodes\""u8);
        var isAnywhere = headEnd < 0 || headEnd >= json.Length - 1 || random.Next(5) == 0;
        return random.Next(isAnywhere ? 0 : headEnd, json.Length);
    }

    private static (int At, int Length) Chunk(Random random, byte[] json)
    {
        var at = Position(random, json);
        return (at, Math.Min(json.Length - at, 1 + random.Next(80)));
    }

    private static byte[] With(byte[] json, int at, byte argument, Func<byte, byte, byte> change)
    {
        var changed = json.AsSpan().ToArray();
        changed[at] = change(changed[at], argument);
        return changed;
    }

    internal static byte[] Splice(byte[] json, int at, int remove, ReadOnlySpan<byte> insert) =>
        [.. json.AsSpan(0, at), .. insert, .. json.AsSpan(Math.Min(json.Length, at + remove))];

    /// <summary>Rewrites the first number at or after a random position.</summary>
    private static byte[] OnNumber(Random random, byte[] json, Func<Random, string, string> change)
    {
        var start = Position(random, json);
        while (start < json.Length && !char.IsAsciiDigit((char)json[start])) start++;
        while (start > 0 && start < json.Length && char.IsAsciiDigit((char)json[start - 1])) start--;
        var end = start;
        while (end < json.Length && end - start < 30 && char.IsAsciiDigit((char)json[end])) end++;
        if (end == start) return json;
        var changed = change(random, Encoding.ASCII.GetString(json, start, end - start));
        return Splice(json, start, end - start, Bytes(changed));
    }

    /// <summary>Inserts text after the first quote at or after a random position.</summary>
    private static byte[] OnString(Random random, byte[] json, string insert)
    {
        var quote = FindNext(random, json, (byte)'"');
        if (quote < 0) return json;
        var at = quote + 1 + random.Next(3);
        return Splice(json, at <= json.Length ? at : quote + 1, 0, Bytes(insert));
    }

    private static byte[] BetweenTokens(Random random, byte[] json)
    {
        var comma = FindNext(random, json, (byte)',');
        return comma < 0 ? json : Splice(json, comma + random.Next(2), 0, WhiteSpace(random, 300));
    }

    /// <summary>The first such byte at or after a random position; -1 if there is none.</summary>
    private static int FindNext(Random random, byte[] json, byte wanted)
    {
        var from = Position(random, json);
        var at = json.AsSpan(from).IndexOf(wanted);
        return at < 0 ? -1 : from + at;
    }
}
