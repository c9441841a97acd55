using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention;

/// <summary>What kind of container an object is, by its structure.</summary>
public enum CollectionKind
{
    /// <summary>Not a container of many: a scope, a function, an object of fixed fields, something of the embedder's.</summary>
    None,
    Array,
    Map,
    Set,

    /// <summary>An object used as a table, keyed by strings.</summary>
    KeyedObject,

    /// <summary>An object used as a table, keyed by integers.</summary>
    IndexedObject,
    WeakMap,

    /// <summary>Objects that point at each other by one property.</summary>
    LinkedList,

    /// <summary>A string that is made longer and longer.</summary>
    Text,
}

internal static class CollectionKinds
{
    /// <summary>Fewer properties make an object of fixed fields.</summary>
    private const int LeastEntries = 16;

    /// <summary>The same for an instance of a class, which may have many fields.</summary>
    private const int LeastEntriesOfClass = 100;

    private const int MaxPrototypes = 8;

    public static CollectionKind Of(HeapSnapshot snapshot, NodeIndex node)
    {
        var graph = snapshot.Graph;
        if (graph.TypeOf(node) is NodeType.String or NodeType.ConcatenatedString or NodeType.SlicedString) return CollectionKind.Text;
        if (graph.TypeOf(node) != NodeType.Object || graph.Strings.StartsWith(graph.NameIndexOf(node), "system / "u8)) return CollectionKind.None;
        int elements = 0, properties = 0;
        var hasTable = false;
        foreach (var edge in graph.EdgesOf(node))
        {
            if (edge.Type == EdgeType.Element) elements++;
            else if (edge.Type == EdgeType.Property) properties++;
            else hasTable |= graph.Is(edge.Index, EdgeType.Internal, "table"u8);
        }

        var builtin = BuiltinOf(graph, node);
        if (hasTable) return builtin is "Set" or "WeakSet" ? CollectionKind.Set : builtin is "WeakMap" ? CollectionKind.WeakMap : CollectionKind.Map;
        if (builtin == "Array") return CollectionKind.Array;
        if (elements >= LeastEntries && elements >= properties) return CollectionKind.IndexedObject;
        return properties >= (graph.IsNamed(node, "Object"u8) ? LeastEntries : LeastEntriesOfClass) ? CollectionKind.KeyedObject : CollectionKind.None;
    }

    /// <summary>True for what holds a container's entries for it: elements, properties, the table of a Map.</summary>
    public static bool IsBackingStore(HeapGraph graph, NodeIndex node, EdgeIndex edge) =>
        graph.TypeOf(node) is NodeType.Array or NodeType.Hidden && graph.TypeOf(edge) == EdgeType.Internal
        && graph.NameOf(edge) is "elements" or "properties" or "table";

    /// <summary>The built-in class that an object is of or extends, by the constructors along its prototypes.</summary>
    private static string? BuiltinOf(HeapGraph graph, NodeIndex node)
    {
        if (graph.NameOf(node) is "Array" or "Map" or "Set" or "WeakMap" or "WeakSet") return graph.NameOf(node);
        var at = node;
        for (var i = 0; i < MaxPrototypes && graph.FindProperty(at, "__proto__"u8) is { } prototype; i++)
        {
            at = prototype;
            if (graph.FindProperty(at, "constructor"u8) is { } constructor && graph.NameOf(constructor) is "Array" or "Map" or "Set" or "WeakMap" or "WeakSet") return graph.NameOf(constructor);
        }

        return null;
    }
}
