using System.Buffers.Binary;
using System.Text;

namespace Heapwise.Outside.Binaries;

/// <summary>
/// A 64-bit little-endian ELF file: its loaded segments, its symbols and its notes. Reads the headers at first, and each table only when
/// asked for. Every offset in the file is checked against its length before it is used.
/// </summary>
internal sealed class ElfFile : IDisposable
{
    private const int HeaderBytes = 64;
    private const int SectionBytes = 64;
    private const int SegmentBytes = 56;
    private const int SymbolBytes = 24;
    private const int MaxTableBytes = 512 << 20;
    private const uint SymbolTable = 2;
    private const uint DynamicSymbols = 11;
    private const uint Loaded = 1;
    private const uint Notes = 4;
    private const int NoteHeaderBytes = 12;
    private const int CoreType = 4;

    private readonly Stream _file;
    private readonly byte[] _header;
    private readonly List<Section> _sections = [];
    private readonly List<ElfSegment> _segments = [];
    private readonly List<(ulong Offset, ulong Size)> _notes = [];

    /// <param name="file">Seekable; disposed with this.</param>
    /// <exception cref="InvalidDataException">It is no ELF file of that kind, or it is damaged.</exception>
    public ElfFile(Stream file)
    {
        _file = file;
        _header = ReadAt(0, HeaderBytes);
        if (!_header.AsSpan().StartsWith("\u007fELF"u8) || _header[4] != 2 || _header[5] != 1) throw Damaged("no 64-bit ELF header");
        ReadSegments();
        ReadSections();
    }

    /// <summary>ELF's number for the processor: 62 is x64, 183 is arm64.</summary>
    public int Machine => BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(18));

    /// <summary>Whether it may be loaded anywhere. One that may not is at the addresses of its symbols.</summary>
    public bool IsMovable => BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(16)) == 3;

    /// <summary>Whether it is what a process left behind.</summary>
    public bool IsCore => BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(16)) == CoreType;

    public IReadOnlyList<ElfSegment> Segments => _segments;

    /// <summary>The file's notes: what each is about, as a number, and what it says.</summary>
    public IEnumerable<(uint Type, ReadOnlyMemory<byte> Text)> ReadNotes()
    {
        foreach (var (offset, size) in _notes)
        {
            ReadOnlyMemory<byte> left = ReadAt(offset, size);
            while (left.Length >= NoteHeaderBytes)
            {
                var name = Padded(BinaryPrimitives.ReadUInt32LittleEndian(left.Span));
                var text = BinaryPrimitives.ReadUInt32LittleEndian(left.Span[4..]);
                var type = BinaryPrimitives.ReadUInt32LittleEndian(left.Span[8..]);
                if (NoteHeaderBytes + name + Padded(text) > left.Length) throw Damaged("a note that goes beyond its segment");
                yield return (type, left.Slice((int)(NoteHeaderBytes + name), (int)text));
                left = left[(int)(NoteHeaderBytes + name + Padded(text))..];
            }
        }

        static long Padded(uint bytes) => (bytes + 3L) & ~3L;
    }

    /// <summary>The symbols for which a predicate on the raw name holds, of <c>.dynsym</c> and <c>.symtab</c>. Some come twice.</summary>
    public IEnumerable<ElfSymbol> Symbols(Func<ReadOnlyMemory<byte>, bool> wanted)
    {
        foreach (var section in _sections.Where(section => section.Type is SymbolTable or DynamicSymbols))
        {
            if (section.Link >= _sections.Count) throw Damaged("a symbol table without its names");
            var symbols = ReadAt(section.Offset, section.Size);
            var names = ReadAt(_sections[(int)section.Link].Offset, _sections[(int)section.Link].Size).AsMemory();
            for (var at = 0; at + SymbolBytes <= symbols.Length; at += SymbolBytes)
            {
                var nameAt = BinaryPrimitives.ReadUInt32LittleEndian(symbols.AsSpan(at));
                if (nameAt == 0 || nameAt >= names.Length) continue;
                var name = names[(int)nameAt..];
                if (!wanted(name)) continue;
                var end = name.Span.IndexOf((byte)0);
                yield return new ElfSymbol(
                    Encoding.ASCII.GetString(name.Span[..(end < 0 ? name.Length : end)]),
                    BinaryPrimitives.ReadUInt64LittleEndian(symbols.AsSpan(at + 8)),
                    BinaryPrimitives.ReadUInt64LittleEndian(symbols.AsSpan(at + 16)));
            }
        }
    }

    /// <summary>The 32-bit number that the file has for an address; 0 where the file has none and memory begins as zeros.</summary>
    public int ReadInt32(ulong address)
    {
        foreach (var segment in _segments)
        {
            if (address < segment.Address || address + 4 > segment.Address + segment.FileSize) continue;
            return BinaryPrimitives.ReadInt32LittleEndian(ReadAt(segment.Offset + (address - segment.Address), 4));
        }

        return 0;
    }

    public void Dispose() => _file.Dispose();

    private void ReadSegments()
    {
        var table = ReadTable(offsetAt: 32, countAt: 56, SegmentBytes);
        for (var at = 0; at < table.Length; at += SegmentBytes)
        {
            var entry = table.AsSpan(at, SegmentBytes);
            var kind = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            var offset = BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]);
            var size = BinaryPrimitives.ReadUInt64LittleEndian(entry[32..]);
            if (kind == Notes) _notes.Add((offset, size));
            if (kind != Loaded) continue;
            _segments.Add(new ElfSegment(
                BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]),
                offset,
                size,
                BinaryPrimitives.ReadUInt64LittleEndian(entry[40..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[4..])));
        }
    }

    private void ReadSections()
    {
        var table = ReadTable(offsetAt: 40, countAt: 60, SectionBytes);
        for (var at = 0; at < table.Length; at += SectionBytes)
        {
            var entry = table.AsSpan(at, SectionBytes);
            _sections.Add(new Section(
                BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[24..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[32..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[40..])));
        }
    }

    private byte[] ReadTable(int offsetAt, int countAt, int entryBytes)
    {
        var offset = BinaryPrimitives.ReadUInt64LittleEndian(_header.AsSpan(offsetAt));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(countAt));
        return count == 0 ? [] : ReadAt(offset, (ulong)(count * entryBytes));
    }

    private byte[] ReadAt(ulong offset, ulong length)
    {
        var size = (ulong)_file.Length;
        if (length > MaxTableBytes || offset > size || length > size - offset)
            throw Damaged($"{length} bytes at {offset}, where the file has {size}");
        var bytes = new byte[length];
        _file.Position = (long)offset;
        _file.ReadExactly(bytes);
        return bytes;
    }

    private static InvalidDataException Damaged(string what) => new($"not an ELF file that can be read: {what}");

    private readonly record struct Section(uint Type, ulong Offset, ulong Size, uint Link);
}
