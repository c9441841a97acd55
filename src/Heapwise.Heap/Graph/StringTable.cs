using System.Text;

namespace Heapwise.Heap.Graph;

/// <summary>
/// The snapshot's strings as the bytes between their quotes, decoded on demand. Strings that a fact adds
/// (such as "Detached " names) follow those of the file. Memory: the bytes, 4 bytes a string, 8 for every 4096.
/// Reading is thread-safe; adding is not.
/// </summary>
public sealed class StringTable : IDisposable
{
    internal const int BlockShift = 12;

    private readonly NativeColumn<byte> _bytes;
    private readonly NativeColumn<uint> _ends;
    private readonly NativeColumn<long> _blockBases;
    private readonly List<string> _added = [];

    /// <param name="bytes">All strings' raw JSON bytes, one after the other.</param>
    /// <param name="ends">End of each string relative to its block's base; the start is the end of the one before.</param>
    /// <param name="blockBases">For every 4096 strings, the offset of the first one's first byte.</param>
    /// <param name="count">Strings in the file.</param>
    internal StringTable(NativeColumn<byte> bytes, NativeColumn<uint> ends, NativeColumn<long> blockBases, int count)
    {
        _bytes = bytes;
        _ends = ends;
        _blockBases = blockBases;
        FileCount = count;
    }

    /// <summary>Strings in the file.</summary>
    public int FileCount { get; }

    /// <summary>Strings in the file and those added by facts.</summary>
    public int Count => FileCount + _added.Count;

    /// <summary>Bytes of memory that the table holds.</summary>
    public long MemoryBytes => _bytes.Length + (_ends.Length * sizeof(uint)) + (_blockBases.Length * sizeof(long));

    internal NativeColumn<byte> Bytes => _bytes;

    internal NativeColumn<uint> Ends => _ends;

    internal NativeColumn<long> BlockBases => _blockBases;

    internal IReadOnlyList<string> Added => _added;

    /// <summary>The string's text; lone surrogates of the file are kept.</summary>
    public string this[int index]
    {
        get
        {
            if (index >= FileCount) return _added[index - FileCount];
            var raw = Raw(index);
            return raw.Contains((byte)'\\') ? JsonText.Unescape(raw) : Encoding.UTF8.GetString(raw);
        }
    }

    /// <summary>The bytes between the quotes as they stand in the file, escapes and all. Only for strings of the file.</summary>
    public ReadOnlySpan<byte> Raw(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)FileCount);
        var block = _blockBases[index >> BlockShift];
        var start = (index & ((1 << BlockShift) - 1)) == 0 ? 0 : _ends[index - 1];
        return _bytes.Slice(block + start, (int)(_ends[index] - start));
    }

    /// <summary>True if the string is exactly this ASCII text without characters that JSON escapes.</summary>
    public bool Is(int index, ReadOnlySpan<byte> ascii) =>
        index < FileCount ? Raw(index).SequenceEqual(ascii) : _added[index - FileCount] == Encoding.ASCII.GetString(ascii);

    public bool StartsWith(int index, ReadOnlySpan<byte> ascii) =>
        index < FileCount
            ? Raw(index).StartsWith(ascii)
            : _added[index - FileCount].StartsWith(Encoding.ASCII.GetString(ascii), StringComparison.Ordinal);

    /// <summary>The first string of the file that is exactly this ASCII text, or -1. Cost: one pass over the table.</summary>
    public int IndexOf(ReadOnlySpan<byte> ascii)
    {
        for (var i = 0; i < FileCount; i++)
        {
            if (Raw(i).SequenceEqual(ascii)) return i;
        }

        return -1;
    }

    internal int Add(string text)
    {
        _added.Add(text);
        return Count - 1;
    }

    public void Dispose()
    {
        _bytes.Dispose();
        _ends.Dispose();
        _blockBases.Dispose();
    }
}

/// <summary>JSON string escapes, decoded and checked.</summary>
internal static class JsonText
{
    /// <summary>Decodes a string's raw bytes, already checked for well-formed escapes. Surrogates are taken as they come.</summary>
    public static string Unescape(ReadOnlySpan<byte> raw)
    {
        var text = new StringBuilder(raw.Length);
        while (!raw.IsEmpty)
        {
            var slash = raw.IndexOf((byte)'\\');
            if (slash < 0)
            {
                text.Append(Encoding.UTF8.GetString(raw));
                break;
            }

            text.Append(Encoding.UTF8.GetString(raw[..slash]));
            var escape = raw[slash + 1];
            if (escape == 'u')
            {
                text.Append((char)Convert.ToUInt16(Encoding.ASCII.GetString(raw.Slice(slash + 2, 4)), 16));
                raw = raw[(slash + 6)..];
                continue;
            }

            text.Append(escape switch
            {
                (byte)'n' => '\n',
                (byte)'t' => '\t',
                (byte)'r' => '\r',
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                _ => (char)escape,
            });
            raw = raw[(slash + 2)..];
        }

        return text.ToString();
    }

}
