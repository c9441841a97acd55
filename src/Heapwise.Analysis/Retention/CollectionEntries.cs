using System.Globalization;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention;

/// <summary>How many entries a container has, and how they are told apart, as far as a snapshot shows it.</summary>
/// <param name="Count">Entries whose key or value is an object of the heap; entries of small integers alone leave no trace.</param>
/// <param name="Keys"><c>string</c>, <c>integer</c> or <c>object</c>; null where entries have no keys.</param>
internal sealed record CollectionEntries(long Count, string? Keys)
{
    /// <summary>A Map's table has three slots an entry: key, value, link.</summary>
    private const int SlotsOfMap = 3;

    public static CollectionEntries? Of(HeapGraph graph, NodeIndex node, CollectionKind kind)
    {
        switch (kind)
        {
            case CollectionKind.Array:
                return new CollectionEntries(EdgesOfType(graph, node, EdgeType.Element), null);
            case CollectionKind.IndexedObject:
                return new CollectionEntries(EdgesOfType(graph, node, EdgeType.Element), "integer");
            case CollectionKind.KeyedObject:
                return new CollectionEntries(EdgesOfType(graph, node, EdgeType.Property), "string");
            case CollectionKind.Set:
                return graph.FindInternal(node, "table"u8) is { } set ? new CollectionEntries(Slots(graph, set).Count, null) : null;
            case CollectionKind.Map:
                return graph.FindInternal(node, "table"u8) is { } map ? OfMap(graph, map) : null;
            default:
                return null;
        }
    }

    private static CollectionEntries OfMap(HeapGraph graph, NodeIndex table)
    {
        var slots = Slots(graph, table);
        if (slots.Count == 0) return new CollectionEntries(0, null);
        var first = slots.Keys.Min();
        var entries = slots.Keys.Select(slot => (slot - first) / SlotsOfMap).Distinct().Count();

        // With keys on the heap the first slot is a key and most have their value right behind; small integers leave values alone.
        var paired = slots.Count(slot => (slot.Key - first) % SlotsOfMap == 0 && slots.ContainsKey(slot.Key + 1));
        if (paired < entries / 2) return new CollectionEntries(entries, slots.Values.Count(IsText) > entries / 2 ? "string" : "integer");
        var texts = slots.Count(slot => (slot.Key - first) % SlotsOfMap == 0 && IsText(slot.Value));
        return new CollectionEntries(entries, texts > entries / 2 ? "string" : "object");

        bool IsText(NodeIndex node) => graph.TypeOf(node) is NodeType.String or NodeType.ConcatenatedString or NodeType.SlicedString;
    }

    private static int EdgesOfType(HeapGraph graph, NodeIndex node, EdgeType type)
    {
        // Holes and undefined are hidden nodes; an array made with a length has them in all of its slots.
        var count = 0;
        foreach (var edge in graph.EdgesOf(node))
        {
            if (edge.Type == type && graph.TypeOf(edge.To) != NodeType.Hidden && !graph.Is(edge.Index, EdgeType.Property, "__proto__"u8)) count++;
        }

        return count;
    }

    private static Dictionary<int, NodeIndex> Slots(HeapGraph graph, NodeIndex table)
    {
        var slots = new Dictionary<int, NodeIndex>();
        foreach (var edge in graph.EdgesOf(table))
        {
            // V8's hole stands where an entry was deleted.
            if (edge.Type == EdgeType.Internal && graph.TypeOf(edge.To) != NodeType.Hidden && int.TryParse(edge.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var slot)) slots.TryAdd(slot, edge.To);
        }

        return slots;
    }
}
