using System.Globalization;
using System.Text.Json.Serialization;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Snapshots;

/// <summary>What an object is to a program.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PreviewKind>))]
public enum PreviewKind
{
    [JsonStringEnumMemberName("string")]
    String,
    [JsonStringEnumMemberName("array")]
    Array,
    [JsonStringEnumMemberName("map")]
    Map,
    [JsonStringEnumMemberName("set")]
    Set,
    [JsonStringEnumMemberName("object")]
    Object,
    [JsonStringEnumMemberName("function")]
    Function,
    [JsonStringEnumMemberName("other")]
    Other,
}

/// <summary>
/// What is in an object: the properties of an object, the entries of an array, Map or Set, the variables of a scope, the length of a
/// string.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Length">Of strings: characters, as far as known.</param>
/// <param name="IsCut">Of strings: true where the snapshot does not have all of it.</param>
/// <param name="Count">Entries or properties.</param>
/// <param name="Entries">The first of them.</param>
public sealed record ObjectPreview(PreviewKind Kind, long? Length, bool IsCut, int Count, IReadOnlyList<PreviewEntry> Entries)
{
    private const int MaxEntries = 50;

    /// <summary>A Map's table has three slots an entry: key, value, link. A Set's has two.</summary>
    private const int SlotsOfMap = 3;

    internal static ObjectPreview From(HeapSnapshot snapshot, NodeIndex node)
    {
        var graph = snapshot.Graph;
        if (ObjectKinds.Of(snapshot, node) == ObjectKind.String)
        {
            var text = HeapText.Read(snapshot, node, 0, 0);
            return new ObjectPreview(PreviewKind.String, text.Length ?? text.Available, text.IsCut, 0, []);
        }

        if (graph.FindInternal(node, "table"u8) is { } table && graph.TypeOf(node) == NodeType.Object)
        {
            if (graph.IsNamed(node, "Map"u8)) return Of(PreviewKind.Map, Pairs(snapshot, table));
            if (graph.IsNamed(node, "Set"u8))
                return Of(PreviewKind.Set, Slots(graph, table).Select((slot, i) => Entry(snapshot, $"{i}", null, slot.Value)));
        }

        var isArray = graph.TypeOf(node) == NodeType.Array || (graph.TypeOf(node) == NodeType.Object && graph.IsNamed(node, "Array"u8));
        var kind = isArray ? PreviewKind.Array
            : graph.TypeOf(node) == NodeType.Closure ? PreviewKind.Function
            : graph.TypeOf(node) == NodeType.Object ? PreviewKind.Object
            : PreviewKind.Other;
        return Of(kind, Members(snapshot, node, isArray));
    }

    private static ObjectPreview Of(PreviewKind kind, IEnumerable<PreviewEntry> entries)
    {
        var (count, first) = (0, new List<PreviewEntry>());
        foreach (var entry in entries)
        {
            if (count++ < MaxEntries) first.Add(entry);
        }

        return new ObjectPreview(kind, null, false, count, first);
    }

    /// <summary>Properties and elements as the program sees them; of a scope its variables, of a closure what it captures.</summary>
    private static IEnumerable<PreviewEntry> Members(HeapSnapshot snapshot, NodeIndex node, bool isArray)
    {
        var graph = snapshot.Graph;
        foreach (var edge in graph.EdgesOf(node))
        {
            var isShown = edge.Type switch
            {
                EdgeType.Element => true,
                EdgeType.Property => !isArray && edge.Name != "__proto__",
                EdgeType.Context => true,
                EdgeType.Internal => graph.TypeOf(node) == NodeType.Array,
                EdgeType.Hidden => ScopeVariables.FindName(graph, edge.Index) is not null,
                _ => false,
            };
            if (isShown) yield return Entry(snapshot, ScopeVariables.FindName(graph, edge.Index) ?? edge.Name, null, edge.To);
        }

        if (graph.FindInternal(node, "context"u8) is not { } context || graph.TypeOf(node) != NodeType.Closure) yield break;
        foreach (var edge in graph.EdgesOf(context))
        {
            if (ScopeVariables.FindName(graph, edge.Index) is { } variable) yield return Entry(snapshot, variable, null, edge.To);
        }
    }

    private static IEnumerable<PreviewEntry> Pairs(HeapSnapshot snapshot, NodeIndex table)
    {
        var slots = Slots(snapshot.Graph, table);
        if (slots.Count == 0) yield break;
        var first = slots.Keys[0];
        foreach (var entry in slots.GroupBy(slot => (slot.Key - first) / SlotsOfMap))
        {
            NodeIndex? key = null, value = null;
            foreach (var (slot, node) in entry)
            {
                if ((slot - first) % SlotsOfMap == 0) key = node;
                else if ((slot - first) % SlotsOfMap == 1) value = node;
            }

            yield return Entry(snapshot, key is { } known ? TextOf(snapshot, known) : "", key, value);
        }
    }

    private static SortedList<int, NodeIndex> Slots(HeapGraph graph, NodeIndex table)
    {
        var slots = new SortedList<int, NodeIndex>();
        foreach (var edge in graph.EdgesOf(table))
        {
            // A deleted entry leaves V8's hole.
            if (edge.Type != EdgeType.Internal || graph.IsNamed(edge.To, "system / Hole"u8)) continue;
            if (int.TryParse(edge.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var slot)) slots.TryAdd(slot, edge.To);
        }

        return slots;
    }

    private static PreviewEntry Entry(HeapSnapshot snapshot, string key, NodeIndex? keyNode, NodeIndex? value) => new()
    {
        Key = ObjectRow.Cut(key, 200),
        KeyId = keyNode is { } known ? snapshot.Graph.IdOf(known).Value : null,
        ValueId = value is { } found ? snapshot.Graph.IdOf(found).Value : null,
        Kind = value is { } typed ? ObjectKinds.Of(snapshot, typed) : ObjectKind.Other,
        Value = value is { } shown ? TextOf(snapshot, shown) : "",
        RetainedBytes = value is { } sized ? snapshot.Dominators.RetainedSizeOf(sized) : 0,
    };

    /// <summary>A value in a few words: a string in quotes, another object by class and name.</summary>
    internal static string TextOf(HeapSnapshot snapshot, NodeIndex node)
    {
        var name = ObjectRow.NameOf(snapshot, node);
        if (ObjectKinds.Of(snapshot, node) == ObjectKind.String) return $"\"{name}\"";
        var className = snapshot.Classes.NameOf(node);
        if (name.Length == 0 || name == className || className.StartsWith('{')) return className;
        return className.StartsWith('(') ? name : $"{className} {name}";
    }
}

/// <summary>One property or entry.</summary>
public sealed record PreviewEntry
{
    public required string Key { get; init; }

    /// <summary>The key, where it is an object of the heap.</summary>
    public required long? KeyId { get; init; }

    public required long? ValueId { get; init; }

    public required ObjectKind Kind { get; init; }

    public required string Value { get; init; }

    public required long RetainedBytes { get; init; }
}
