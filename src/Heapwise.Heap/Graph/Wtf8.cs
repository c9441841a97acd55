using System.Buffers.Text;
using System.Text;

namespace Heapwise.Heap.Graph;

/// <summary>UTF-8 that may contain lone surrogates, each as three bytes (WTF-8).</summary>
internal static class Wtf8
{
    /// <summary>Decodes the bytes between the quotes of a JSON string whose escapes are valid. Never longer than the input.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int Unescape(ReadOnlySpan<byte> json, Span<byte> target)
    {
        var written = 0;
        while (true)
        {
            var slash = json.IndexOf((byte)'\\');
            var plain = slash < 0 ? json : json[..slash];
            plain.CopyTo(target[written..]);
            written += plain.Length;
            if (slash < 0) return written;
            json = json[slash..];
            if (json[1] != 'u')
            {
                target[written++] = json[1] switch
                {
                    (byte)'n' => (byte)'\n',
                    (byte)'t' => (byte)'\t',
                    (byte)'r' => (byte)'\r',
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    var itself => itself,
                };
                json = json[2..];
                continue;
            }

            var unit = Unit(json);
            json = json[6..];
            if (char.IsHighSurrogate(unit) && json.Length >= 6 && json[0] == '\\' && json[1] == 'u' && char.IsLowSurrogate(Unit(json)))
            {
                written += new Rune(unit, Unit(json)).EncodeToUtf8(target[written..]);
                json = json[6..];
            }
            else
            {
                written += Encode(unit, target[written..]);
            }
        }
    }

    public static string ToText(ReadOnlySpan<byte> bytes)
    {
        var lone = FindLoneSurrogate(bytes);
        if (lone < 0) return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        for (; lone >= 0; lone = FindLoneSurrogate(bytes))
        {
            var unit = (char)(0xD000 | ((bytes[lone + 1] & 0x3F) << 6) | (bytes[lone + 2] & 0x3F));
            text.Append(Encoding.UTF8.GetString(bytes[..lone])).Append(unit);
            bytes = bytes[(lone + 3)..];
        }

        return text.Append(Encoding.UTF8.GetString(bytes)).ToString();
    }

    /// <summary>Only lone surrogates are encoded as ED A0..BF xx.</summary>
    private static int FindLoneSurrogate(ReadOnlySpan<byte> bytes)
    {
        for (var from = 0; ;)
        {
            var at = bytes[from..].IndexOf((byte)0xED);
            if (at < 0) return -1;
            from += at;
            if (from + 2 < bytes.Length && bytes[from + 1] >= 0xA0) return from;
            from++;
        }
    }

    private static char Unit(ReadOnlySpan<byte> escape) => Utf8Parser.TryParse(escape.Slice(2, 4), out ushort unit, out _, 'x')
        ? (char)unit
        : throw new ArgumentException("The escape sequence is invalid.", nameof(escape));

    private static int Encode(char unit, Span<byte> target)
    {
        if (unit < 0x80)
        {
            target[0] = (byte)unit;
            return 1;
        }

        if (unit < 0x800)
        {
            target[0] = (byte)(0xC0 | (unit >> 6));
            target[1] = (byte)(0x80 | (unit & 0x3F));
            return 2;
        }

        target[0] = (byte)(0xE0 | (unit >> 12));
        target[1] = (byte)(0x80 | ((unit >> 6) & 0x3F));
        target[2] = (byte)(0x80 | (unit & 0x3F));
        return 3;
    }
}
