using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>
/// The string indexes of names that the rules speak of (-1 where the file lacks one), and the edge names that V8 gives to
/// WeakMap entries. One pass over the string table.
/// </summary>
internal sealed partial class KnownNames
{
    private readonly Dictionary<int, WeakMapEntry> _weakMapEntries = [];
    private readonly Dictionary<string, int> _pairs = new(StringComparer.Ordinal);
    private readonly NodeBits _isEntry;
    private readonly ulong[] _tableFilter = new ulong[128];

    public KnownNames(StringTable strings)
    {
        _isEntry = new NodeBits(strings.FileCount);
        for (var i = 0; i < strings.FileCount; i++)
        {
            var raw = strings.Raw(i);
            if (raw.Length is 0 or > 27)
            {
                if (raw.Length == 0 && Empty < 0) Empty = i;
                else if (raw.Length > 40 && raw[0] is >= (byte)'0' and <= (byte)'9' && raw[^1] == ')' && raw.IndexOf(" / part of key ("u8) > 0) AddWeakMapEntry(strings, i);
                continue;
            }

            switch (raw.Length)
            {
                case 3 when raw.SequenceEqual("map"u8): Map = i; break;
                case 5 when raw.SequenceEqual("Array"u8): Array = i; break;
                case 5 when raw.SequenceEqual("first"u8): First = i; break;
                case 6 when raw.SequenceEqual("Object"u8): Object = i; break;
                case 6 when raw.SequenceEqual("second"u8): Second = i; break;
                case 6 when raw.SequenceEqual("shared"u8): Shared = i; break;
                case 6 when raw.SequenceEqual("script"u8): Script = i; break;
                case 8 when raw.SequenceEqual("elements"u8): Elements = i; break;
                case 9 when raw.SequenceEqual("__proto__"u8): Proto = i; break;
                case 14 when raw.SequenceEqual("native_context"u8): NativeContextEdge = i; break;
                case 17 when raw.SequenceEqual("(map descriptors)"u8): MapDescriptors = i; break;
                case 19 when raw.SequenceEqual("sloppy_function_map"u8): SloppyFunctionMap = i; break;
                case 20 when raw.SequenceEqual("(Document DOM trees)"u8): DocumentDomTrees = i; break;
                case 20 when raw.SequenceEqual("script_or_debug_info"u8): ScriptOrDebugInfo = i; break;
                case 22 when raw.SequenceEqual("system / NativeContext"u8): NativeContext = i; break;
                case 26 when raw.SequenceEqual("system / JSArrayBufferData"u8): ArrayBufferData = i; break;
                case 27 when raw.SequenceEqual("system / ExternalStringData"u8): ExternalStringData = i; break;
            }
        }

    }

    public int Empty { get; } = -1;

    public int Map { get; } = -1;

    public int Array { get; } = -1;

    public int First { get; } = -1;

    public int Second { get; } = -1;

    public int Object { get; } = -1;

    public int Shared { get; } = -1;

    public int Script { get; } = -1;

    public int ScriptOrDebugInfo { get; } = -1;

    public int Elements { get; } = -1;

    public int Proto { get; } = -1;

    public int NativeContextEdge { get; } = -1;

    public int MapDescriptors { get; } = -1;

    public int SloppyFunctionMap { get; } = -1;

    public int DocumentDomTrees { get; } = -1;

    public int NativeContext { get; } = -1;

    public int ArrayBufferData { get; } = -1;

    public int ExternalStringData { get; } = -1;

    public bool HasWeakMapEntries => _weakMapEntries.Count > 0;

    /// <summary>Different WeakMap entries; each has one edge from its key and one from its table.</summary>
    public int WeakMapPairCount => _pairs.Count;

    /// <summary>What an internal edge's name says of a WeakMap entry, if it is one's.</summary>
    public bool TryWeakMapEntry(int nameIndex, out WeakMapEntry entry)
    {
        entry = default;
        return _isEntry[nameIndex] && _weakMapEntries.TryGetValue(nameIndex, out entry);
    }

    /// <summary>True for every id of a table that an entry names, and for few others: a filter of 8192 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayBeWeakMapTable(uint id) => (_tableFilter[(id >> 6) & 127] >> (int)(id & 63) & 1) != 0;

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
