using System.Globalization;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Containers;

/// <summary>How many entries a container has and what their keys are, as far as a snapshot shows it.</summary>
/// <param name="Count">Entries whose key or value is an object of the heap; entries of small integers alone leave no trace.</param>
/// <param name="Keys">What the keys are; null where entries have none.</param>
public sealed record ContainerEntries(long Count, KeyKind? Keys)
{
    /// <summary>A Map's table has three slots an entry: key, value, link.</summary>
    private const int SlotsOfMap = 3;

    internal static ContainerEntries? Find(HeapGraph graph, NodeIndex node, ContainerKind kind)
    {
        switch (kind)
        {
            case ContainerKind.Array:
                return new ContainerEntries(CountEdges(graph, node, EdgeType.Element), null);
            case ContainerKind.IndexedObject:
                return new ContainerEntries(CountEdges(graph, node, EdgeType.Element), KeyKind.Integer);
            case ContainerKind.KeyedObject:
                return new ContainerEntries(CountEdges(graph, node, EdgeType.Property), KeyKind.String);
            case ContainerKind.Set:
                return graph.FindInternal(node, "table"u8) is { } set ? new ContainerEntries(ReadSlots(graph, set).Count, null) : null;
            case ContainerKind.Map:
                return graph.FindInternal(node, "table"u8) is { } map ? FromMap(graph, map) : null;
            default:
                return null;
        }
    }

    private static ContainerEntries FromMap(HeapGraph graph, NodeIndex table)
    {
        var slots = ReadSlots(graph, table);
        if (slots.Count == 0) return new ContainerEntries(0, null);
        var first = slots.Keys.Min();
        var entries = slots.Keys.Select(slot => (slot - first) / SlotsOfMap).Distinct().Count();

        // With keys on the heap, the first slot is a key and most keys have their value right behind. Small integers leave only values.
        var paired = slots.Count(slot => (slot.Key - first) % SlotsOfMap == 0 && slots.ContainsKey(slot.Key + 1));
        if (paired < entries / 2)
        {
            return new ContainerEntries(entries, slots.Values.Count(IsString) > entries / 2 ? KeyKind.String : KeyKind.Integer);
        }

        var strings = slots.Count(slot => (slot.Key - first) % SlotsOfMap == 0 && IsString(slot.Value));
        return new ContainerEntries(entries, strings > entries / 2 ? KeyKind.String : KeyKind.Object);

        bool IsString(NodeIndex node) => graph.TypeOf(node) is NodeType.String or NodeType.ConcatenatedString or NodeType.SlicedString;
    }

    private static int CountEdges(HeapGraph graph, NodeIndex node, EdgeType type)
    {
        // Holes and undefined are hidden nodes; an array made with a length has them in all of its slots.
        var count = 0;
        foreach (var edge in graph.EdgesOf(node))
        {
            if (edge.Type != type || graph.TypeOf(edge.To) == NodeType.Hidden) continue;
            if (!graph.Is(edge.Index, EdgeType.Property, "__proto__"u8) && !graph.Is(edge.Index, EdgeType.Property, "prototype"u8)) count++;
        }

        return count;
    }

    private static Dictionary<int, NodeIndex> ReadSlots(HeapGraph graph, NodeIndex table)
    {
        var slots = new Dictionary<int, NodeIndex>();
        foreach (var edge in graph.EdgesOf(table))
        {
            // A deleted entry leaves V8's hole.
            if (edge.Type != EdgeType.Internal || graph.TypeOf(edge.To) == NodeType.Hidden) continue;
            if (int.TryParse(edge.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var slot)) slots.TryAdd(slot, edge.To);
        }

        return slots;
    }
}

/// <summary>What the keys of a container are.</summary>
public enum KeyKind
{
    String,
    Integer,
    Object,
}
