using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>
/// The string indexes of names that the rules speak of (-1 where the file lacks one), and the edge names that V8 gives to
/// WeakMap entries. One pass over the string table.
/// </summary>
internal sealed partial class KnownNames
{
    private static readonly byte[][] Texts =
    [
        .. new[]
        {
            "", "map", "Array", "first", "Object", "second", "shared", "script", "script_or_debug_info", "elements", "__proto__", "native_context",
            "(map descriptors)", "sloppy_function_map", "(Document DOM trees)", "system / NativeContext", "system / JSArrayBufferData",
            "system / ExternalStringData", "truncated", "length", "hash",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    private static readonly int[][] ByLength = [.. Enumerable.Range(0, Texts.Max(text => text.Length) + 1).Select(length => Enumerable.Range(0, Texts.Length).Where(i => Texts[i].Length == length).ToArray())];

    private readonly int[] _indexes = new int[Texts.Length];
    private readonly Dictionary<int, WeakMapEntry> _weakMapEntries = [];
    private readonly Dictionary<string, int> _pairs = new(StringComparer.Ordinal);
    private readonly ulong[] _tableFilter = new ulong[128];
    private readonly NodeBits _isEntry;
    private readonly Dictionary<int, int> _repeats = [];

    public KnownNames(StringTable strings)
    {
        Array.Fill(_indexes, -1);
        _isEntry = new NodeBits(strings.FileCount);
        for (var i = 0; i < strings.FileCount; i++)
        {
            var text = strings.Utf8(i);
            if (text.Length < ByLength.Length)
            {
                foreach (var name in ByLength[text.Length])
                {
                    if (!text.SequenceEqual(Texts[name])) continue;
                    if (_indexes[name] < 0) _indexes[name] = i;
                    else _repeats.Add(i, _indexes[name]);
                }
            }
            else if (text.Length > 40 && text[0] is >= (byte)'0' and <= (byte)'9' && text[^1] == ')' && text.IndexOf(" / part of key ("u8) > 0)
            {
                AddWeakMapEntry(strings, i);
            }
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

    public bool HasWeakMapEntries => _pairs.Count > 0;

    /// <summary>What an internal edge's name says of a WeakMap entry, if it is one's.</summary>
    public bool TryWeakMapEntry(int nameIndex, out WeakMapEntry entry)
    {
        entry = default;
        return _isEntry[nameIndex] && _weakMapEntries.TryGetValue(nameIndex, out entry);
    }

    /// <summary>True for every id of a table that an entry names, and for few others: a filter of 8192 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayBeWeakMapTable(uint id) => (_tableFilter[(id >> 6) & 127] >> (int)(id & 63) & 1) != 0;

    /// <summary>V8 writes each string once. Where another program wrote a known name twice, nodes and edges are made to use its first index.</summary>
    public void UnifyRepeats(GraphColumns columns)
    {
        if (_repeats.Count == 0) return;
        foreach (ref var name in columns.Names.Span)
        {
            if (_repeats.TryGetValue((int)name, out var first)) name = (uint)first;
        }

        foreach (ref var edge in columns.Edges.Span)
        {
            if (edge.HasStringName && _repeats.TryGetValue((int)edge.NameOrNumber, out var first)) edge = new PackedEdge(PackedEdge.Pack(edge.Type, (uint)first), edge.Target);
        }
    }

    private void AddWeakMapEntry(StringTable strings, int index)
    {
        var match = WeakMapEntryName().Match(strings[index]);
        if (!match.Success) return;
        var pair = match.Groups["pair"].Value;
        if (!_pairs.TryGetValue(pair, out var number)) _pairs.Add(pair, number = _pairs.Count);
        var table = long.TryParse(match.Groups["table"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1;
        _weakMapEntries.Add(index, new WeakMapEntry(table, number));
        _isEntry.Set(index);
        _tableFilter[(table >> 6) & 127] |= 1UL << (int)(table & 63);
    }

    [GeneratedRegex(@"^[0-9]+(?<pair> / part of key \(.*? @[0-9]+\) -> value \(.*? @[0-9]+\) pair in WeakMap \(table @(?<table>[0-9]+)\))$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WeakMapEntryName();
}

/// <summary>A WeakMap entry as an edge name tells of it.</summary>
/// <param name="TableId">V8's id of the map's table.</param>
/// <param name="Pair">Number of the entry, the same on the key's edge and the table's.</param>
internal readonly record struct WeakMapEntry(long TableId, int Pair);
