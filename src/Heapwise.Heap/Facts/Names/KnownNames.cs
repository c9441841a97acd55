using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Names;

/// <summary>
/// The string indexes of the names that rules refer to (-1 if the file does not contain one), and the edge names that V8 gives to
/// WeakMap entries. One pass over the string table.
/// </summary>
internal sealed partial class KnownNames
{
    private const int ParallelStrings = 1 << 17;

    private static readonly byte[][] Texts =
    [
        .. new[]
        {
            "", "map", "Array", "first", "Object", "second", "shared", "script", "script_or_debug_info", "elements", "__proto__",
            "native_context", "(map descriptors)", "sloppy_function_map", "(Document DOM trees)", "system / NativeContext",
            "system / JSArrayBufferData", "system / ExternalStringData", "truncated", "length", "hash",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>The numbers of the names with each length.</summary>
    private static readonly int[][] ByLength =
    [
        .. Enumerable.Range(0, Texts.Max(text => text.Length) + 1)
            .Select(length => Enumerable.Range(0, Texts.Length).Where(i => Texts[i].Length == length).ToArray()),
    ];

    private readonly int[] _indexes = new int[Texts.Length];
    private readonly Dictionary<int, WeakMapEntry> _weakMapEntries = [];
    private readonly ulong[] _tableFilter = new ulong[128];
    private readonly NodeBits _isEntry;
    private readonly Dictionary<int, int> _repeats = [];

    public KnownNames(StringTable strings)
    {
        Array.Fill(_indexes, -1);
        _isEntry = new NodeBits(strings.FileCount);
        var pairs = new Dictionary<int, int>(new SamePair(strings));
        foreach (var (index, name) in FindAll(strings))
        {
            if (name < 0) AddWeakMapEntry(strings, index, pairs);
            else if (_indexes[name] < 0) _indexes[name] = index;
            else _repeats.Add(index, _indexes[name]);
        }
    }

    public int Empty => _indexes[0];

    public int Map => _indexes[1];

    public int ArrayName => _indexes[2];

    public int First => _indexes[3];

    public int Object => _indexes[4];

    public int Second => _indexes[5];

    public int Shared => _indexes[6];

    public int Script => _indexes[7];

    public int ScriptOrDebugInfo => _indexes[8];

    public int Elements => _indexes[9];

    public int Proto => _indexes[10];

    public int NativeContextEdge => _indexes[11];

    public int MapDescriptors => _indexes[12];

    public int SloppyFunctionMap => _indexes[13];

    public int DocumentDomTrees => _indexes[14];

    public int NativeContext => _indexes[15];

    public int ArrayBufferData => _indexes[16];

    public int ExternalStringData => _indexes[17];

    public int Truncated => _indexes[18];

    public int Length => _indexes[19];

    public int Hash => _indexes[20];

    public bool HasWeakMapEntries => _weakMapEntries.Count > 0;

    private static ReadOnlySpan<byte> ValueMark => ") -> value ("u8;

    private static ReadOnlySpan<byte> TableMark => ") pair in WeakMap (table @"u8;

    /// <summary>Whether the name of an internal edge describes a WeakMap entry, and which.</summary>
    public bool TryWeakMapEntry(int nameIndex, out WeakMapEntry entry)
    {
        entry = default;
        return _isEntry[nameIndex] && _weakMapEntries.TryGetValue(nameIndex, out entry);
    }

    /// <summary>True for the id of every table that an entry names, and for few others: a filter of 8192 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayBeWeakMapTable(uint id) => (_tableFilter[(id >> 6) & 127] >> (int)(id & 63) & 1) != 0;

    /// <summary>V8 writes each string once. If another program wrote a known name twice, all nodes and edges get its first index.</summary>
    public void UnifyRepeats(GraphColumns columns)
    {
        if (_repeats.Count == 0) return;
        foreach (ref var name in columns.Names.Span)
        {
            if (_repeats.TryGetValue((int)name, out var first)) name = (uint)first;
        }

        foreach (ref var edge in columns.Edges.Span)
        {
            if (!edge.HasStringName || !_repeats.TryGetValue((int)edge.NameOrNumber, out var first)) continue;
            edge = new PackedEdge(PackedEdge.Pack(edge.Type, (uint)first), edge.Target);
        }
    }

    /// <summary>In file order, every string that is a known name, with its number, or that may describe a WeakMap entry, with -1.</summary>
    private static List<(int Index, int Name)> FindAll(StringTable strings)
    {
        if (strings.FileCount < ParallelStrings) return Find(strings, 0, strings.FileCount);
        var middle = strings.FileCount / 2;
        var later = Task.Run(() => Find(strings, middle, strings.FileCount));
        return [.. Find(strings, 0, middle), .. later.GetAwaiter().GetResult()];
    }

    private static unsafe List<(int Index, int Name)> Find(StringTable strings, int from, int end)
    {
        var found = new List<(int Index, int Name)>();
        var byLength = ByLength;
        var ends = strings.Ends.Pointer;
        for (var index = from; index < end;)
        {
            var inBlock = index & ((1 << StringTable.BlockShift) - 1);
            var block = strings.Bytes.Pointer + strings.BlockBases[index >> StringTable.BlockShift];
            var blockEnd = Math.Min(end, index - inBlock + (1 << StringTable.BlockShift));
            for (var start = inBlock == 0 ? 0 : ends[index - 1]; index < blockEnd; index++)
            {
                var text = new ReadOnlySpan<byte>(block + start, (int)(ends[index] - start));
                start = ends[index];
                if (text.Length < byLength.Length)
                {
                    foreach (var name in byLength[text.Length])
                    {
                        var known = Texts[name];
                        if (text.IsEmpty || (known[0] == text[0] && text.SequenceEqual(known))) found.Add((index, name));
                    }
                }
                else if (MayBeEntry(text))
                {
                    found.Add((index, -1));
                }
            }
        }

        return found;
    }

    private static bool MayBeEntry(ReadOnlySpan<byte> text) =>
        text.Length > 40
        && text[0] is >= (byte)'0' and <= (byte)'9'
        && text[^1] == ')'
        && text.IndexOf(" / part of key ("u8) > 0;

    private void AddWeakMapEntry(StringTable strings, int index, Dictionary<int, int> pairs)
    {
        if (!TryParseEntry(strings, index, out var table)) return;
        if (!pairs.TryGetValue(index, out var number)) pairs.Add(index, number = pairs.Count);
        _weakMapEntries.Add(index, new WeakMapEntry(table, number));
        _isEntry.Set(index);
        _tableFilter[(table >> 6) & 127] |= 1UL << (int)(table & 63);
    }

    /// <summary>Parses the name of an entry: the usual form by hand, all others with <see cref="WeakMapEntryName"/>.</summary>
    private static bool TryParseEntry(StringTable strings, int index, out long table)
    {
        if (TryParseUsual(strings.Utf8(index), out table)) return true;
        var match = WeakMapEntryName().Match(strings[index]);
        table = long.TryParse(match.Groups["table"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1;
        return match.Success;
    }

    /// <summary>Names of printable ASCII with one key and one value, which is nearly all of them.</summary>
    private static bool TryParseUsual(ReadOnlySpan<byte> name, out long table)
    {
        table = -1;
        var digits = name.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var rest = name[digits..];
        if (!rest.StartsWith(" / part of key ("u8) || rest.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return false;
        var middle = rest.IndexOf(ValueMark);
        var tableAt = rest.LastIndexOf(TableMark);
        if (middle < 0 || tableAt <= middle || rest[(middle + 1)..].IndexOf(ValueMark) >= 0) return false;
        if (!EndsWithId(rest[..middle]) || !EndsWithId(rest[..tableAt])) return false;
        var id = rest[(tableAt + TableMark.Length)..];
        return id[0] is >= (byte)'0' and <= (byte)'9' // no sign
            && Utf8Parser.TryParse(id, out table, out var used)
            && used + 1 == id.Length;
    }

    /// <summary>Whether a text ends with <c> @</c> and digits.</summary>
    private static bool EndsWithId(ReadOnlySpan<byte> text)
    {
        var at = text.LastIndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return at > 0 && at < text.Length - 1 && text[at] == '@' && text[at - 1] == ' ';
    }

    [GeneratedRegex(
        @"^[0-9]+ / part of key \(.*? @[0-9]+\) -> value \(.*? @[0-9]+\) pair in WeakMap \(table @(?<table>[0-9]+)\)$",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex WeakMapEntryName();

    /// <summary>
    /// Compares names of WeakMap entries, by index, without the leading number; the rest is the same for the key's edge and the
    /// table's.
    /// </summary>
    private sealed class SamePair(StringTable strings) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => Pair(x).SequenceEqual(Pair(y));

        public int GetHashCode(int index)
        {
            var hash = default(HashCode);
            hash.AddBytes(Pair(index));
            return hash.ToHashCode();
        }

        private ReadOnlySpan<byte> Pair(int index) => strings.Utf8(index).TrimStart("0123456789"u8);
    }
}
