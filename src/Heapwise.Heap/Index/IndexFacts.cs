using System.Text;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Heap.Facts.Statistics;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Index;

/// <summary>Everything in a computed snapshot that is not a column: small, and enough for a summary.</summary>
internal sealed record IndexFacts
{
    public required SnapshotMeta Meta { get; init; }

    public required int StringCount { get; init; }

    public required SnapshotStatistics Statistics { get; init; }

    /// <summary>Indexed by class number.</summary>
    public required HeapClass[] Classes { get; init; }

    public required InterfaceDefinition[] Interfaces { get; init; }

    public required SourceLocation[] Locations { get; init; }

    /// <summary>The paths of the scripts that the snapshot names, by script id.</summary>
    public required Dictionary<int, string> Scripts { get; init; }

    public required Dictionary<int, long> LargeEdgeNames { get; init; }

    public required Dictionary<int, long> LargeIds { get; init; }

    public required Dictionary<int, long> LargeSizes { get; init; }

    public required string[] AddedStrings { get; init; }

    public byte[] ToBytes()
    {
        using var memory = new MemoryStream();
        using (var to = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            WriteAll(to, Meta.UnknownNodeTypes, WriteText);
            WriteAll(to, Meta.NodeFields, WriteText);
            to.Write(Meta.ExtraNativeBytes);
            to.Write(Meta.NodeCount);
            to.Write(Meta.EdgeCount);
            to.Write(Meta.HasAllocationTraces);
            to.Write(StringCount);
            WriteStatistics(to, Statistics);
            WriteAll(to, Classes, WriteClass);
            WriteAll(to, Interfaces, static (w, definition) =>
            {
                WriteText(w, definition.Name);
                w.Write(definition.Count);
                WriteAll(w, definition.Properties, WriteText);
            });
            WriteAll(to, Locations, WriteLocation);
            WriteAll(to, Scripts, static (w, pair) =>
            {
                w.Write(pair.Key);
                WriteText(w, pair.Value);
            });
            foreach (var large in new[] { LargeEdgeNames, LargeIds, LargeSizes })
            {
                WriteAll(to, large, static (w, pair) =>
                {
                    w.Write(pair.Key);
                    w.Write(pair.Value);
                });
            }

            WriteAll(to, AddedStrings, WriteText);
        }

        return memory.ToArray();
    }

    public static IndexFacts Parse(byte[] bytes)
    {
        using var from = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return new IndexFacts
        {
            Meta = new SnapshotMeta
            {
                UnknownNodeTypes = ReadAll(from, ReadText),
                NodeFields = ReadAll(from, ReadText),
                ExtraNativeBytes = from.ReadInt64(),
                NodeCount = from.ReadInt64(),
                EdgeCount = from.ReadInt64(),
                HasAllocationTraces = from.ReadBoolean(),
            },
            StringCount = from.ReadInt32(),
            Statistics = ReadStatistics(from),
            Classes = ReadAll(from, ReadClass),
            Interfaces = ReadAll(from, static r =>
            {
                var (name, count) = (ReadText(r), r.ReadInt32());
                return new InterfaceDefinition(name, ReadAll(r, ReadText), count);
            }),
            Locations = ReadAll(from, ReadLocation),
            Scripts = ReadAll(from, static r => KeyValuePair.Create(r.ReadInt32(), ReadText(r))).ToDictionary(),
            LargeEdgeNames = ReadLarge(from),
            LargeIds = ReadLarge(from),
            LargeSizes = ReadLarge(from),
            AddedStrings = ReadAll(from, ReadText),
        };
    }

    private static void WriteStatistics(BinaryWriter to, SnapshotStatistics statistics)
    {
        to.Write(statistics.TotalBytes);
        to.Write(statistics.NativeBytes);
        to.Write(statistics.TypedArrayBytes);
        to.Write(statistics.CodeBytes);
        to.Write(statistics.StringBytes);
        to.Write(statistics.JsArrayBytes);
        to.Write(statistics.SystemBytes);
    }

    private static SnapshotStatistics ReadStatistics(BinaryReader from) => new(
        TotalBytes: from.ReadInt64(),
        NativeBytes: from.ReadInt64(),
        TypedArrayBytes: from.ReadInt64(),
        CodeBytes: from.ReadInt64(),
        StringBytes: from.ReadInt64(),
        JsArrayBytes: from.ReadInt64(),
        SystemBytes: from.ReadInt64());

    private static void WriteClass(BinaryWriter to, HeapClass row)
    {
        WriteText(to, row.Name);
        WriteText(to, row.Key);
        to.Write(row.Count);
        to.Write(row.ShallowBytes);
        to.Write(row.RetainedBytes);
        to.Write(row.Distance);
        to.Write(row.Constructor is not null);
        if (row.Constructor is { } location) WriteLocation(to, location);
    }

    private static HeapClass ReadClass(BinaryReader from) => new()
    {
        Name = ReadText(from),
        Key = ReadText(from),
        Count = from.ReadInt32(),
        ShallowBytes = from.ReadInt64(),
        RetainedBytes = from.ReadInt64(),
        Distance = from.ReadInt32(),
        Constructor = from.ReadBoolean() ? ReadLocation(from) : null,
    };

    private static void WriteLocation(BinaryWriter to, SourceLocation location)
    {
        to.Write(location.ScriptId);
        to.Write(location.Line);
        to.Write(location.Column);
    }

    private static SourceLocation ReadLocation(BinaryReader from) => new(from.ReadInt32(), from.ReadInt32(), from.ReadInt32());

    private static Dictionary<int, long> ReadLarge(BinaryReader from) =>
        ReadAll(from, static r => KeyValuePair.Create(r.ReadInt32(), r.ReadInt64())).ToDictionary();

    /// <summary>Text is written as UTF-16 units, so that lone surrogates survive.</summary>
    private static void WriteText(BinaryWriter to, string text)
    {
        to.Write(text.Length);
        foreach (var unit in text) to.Write((ushort)unit);
    }

    private static string ReadText(BinaryReader from) =>
        string.Create(from.ReadInt32(), from, static (units, r) =>
        {
            for (var i = 0; i < units.Length; i++) units[i] = (char)r.ReadUInt16();
        });

    private static void WriteAll<T>(BinaryWriter to, IReadOnlyCollection<T> items, Action<BinaryWriter, T> write)
    {
        to.Write(items.Count);
        foreach (var item in items) write(to, item);
    }

    private static T[] ReadAll<T>(BinaryReader from, Func<BinaryReader, T> read)
    {
        var items = new T[from.ReadInt32()];
        for (var i = 0; i < items.Length; i++) items[i] = read(from);
        return items;
    }
}
