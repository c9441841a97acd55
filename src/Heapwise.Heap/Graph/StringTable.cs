using System.Text;
using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Graph;

/// <summary>
/// The snapshot's strings as UTF-8, decoded on demand. Lone surrogates, which V8 writes where it cuts a string in two, are stored
/// as three bytes each (WTF-8), so that equal bytes mean equal strings. Strings added by facts (such as "Detached " names) follow
/// those of the file. Memory: the bytes, 4 bytes per string, and 8 for every 4096 strings.
/// Reading is thread-safe; adding is not.
/// </summary>
public sealed class StringTable : IDisposable
{
    internal const int BlockShift = 12;

    private readonly NativeColumn<byte> _bytes;
    private readonly NativeColumn<uint> _ends;
    private readonly NativeColumn<long> _blockBases;
    private readonly List<string> _added = [];

    /// <param name="bytes">The bytes of all strings, without gaps.</param>
    /// <param name="ends">The end of each string relative to its block's base; it starts at the end of the previous one.</param>
    /// <param name="blockBases">For every 4096 strings, the offset of the first byte of the first one.</param>
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

    /// <summary>Bytes of memory that the table takes.</summary>
    public long MemoryBytes => _bytes.Length + (_ends.Length * sizeof(uint)) + (_blockBases.Length * sizeof(long));

    internal NativeColumn<byte> Bytes => _bytes;

    internal NativeColumn<uint> Ends => _ends;

    internal NativeColumn<long> BlockBases => _blockBases;

    internal IReadOnlyList<string> Added => _added;

    /// <summary>The string, including lone surrogates of the file.</summary>
    public string this[int index]
    {
        get
        {
            if (index >= FileCount) return _added[index - FileCount];
            return Wtf8.ToText(Utf8(index));
        }
    }

    /// <summary>The bytes of a string that is in the file.</summary>
    public ReadOnlySpan<byte> Utf8(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)FileCount);
        var block = _blockBases[index >> BlockShift];
        var start = (index & ((1 << BlockShift) - 1)) == 0 ? 0 : _ends[index - 1];
        return _bytes.Slice(block + start, (int)(_ends[index] - start));
    }

    /// <summary>Whether the string is exactly this ASCII text.</summary>
    public bool Is(int index, ReadOnlySpan<byte> ascii) =>
        index < FileCount ? Utf8(index).SequenceEqual(ascii) : _added[index - FileCount] == Encoding.ASCII.GetString(ascii);

    public bool StartsWith(int index, ReadOnlySpan<byte> ascii) =>
        index < FileCount
            ? Utf8(index).StartsWith(ascii)
            : _added[index - FileCount].StartsWith(Encoding.ASCII.GetString(ascii), StringComparison.Ordinal);

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
