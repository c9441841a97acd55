using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Containers;

/// <summary>Recognizes containers by their structure.</summary>
internal static class ContainerKinds
{
    /// <summary>Fewer properties make an object of fixed fields.</summary>
    private const int MinEntries = 16;

    /// <summary>The same for an instance of a class, which may have many fields.</summary>
    private const int MinEntriesOfClass = 100;

    private const int MaxPrototypes = 8;

    public static ContainerKind Recognize(HeapSnapshot snapshot, NodeIndex node)
    {
        var graph = snapshot.Graph;
        var type = graph.TypeOf(node);
        if (type == NodeType.Closure) return RecognizeFunction(graph, node);
        if (type is NodeType.String or NodeType.ConcatenatedString or NodeType.SlicedString) return ContainerKind.Text;
        if (type != NodeType.Object || graph.Strings.StartsWith(graph.NameIndexOf(node), "system / "u8)) return ContainerKind.None;
        int elements = 0, properties = 0;
        var hasTable = false;
        foreach (var edge in graph.EdgesOf(node))
        {
            if (edge.Type == EdgeType.Element) elements++;
            else if (edge.Type == EdgeType.Property) properties++;
            else hasTable |= graph.Is(edge.Index, EdgeType.Internal, "table"u8);
        }

        var builtin = FindBuiltin(graph, node);
        if (hasTable) return KindOfTable(builtin);
        if (builtin == "Array") return properties >= MinEntries && properties > elements ? ContainerKind.KeyedObject : ContainerKind.Array;
        if (elements >= MinEntries && elements >= properties) return ContainerKind.IndexedObject;
        var min = graph.IsNamed(node, "Object"u8) ? MinEntries : MinEntriesOfClass;
        return properties >= min ? ContainerKind.KeyedObject : ContainerKind.None;
    }

    /// <summary>
    /// A function or class whose own properties are used as a table: many, and most of them alike. An application made of one function and
    /// its methods, or a class with its constants, has properties of many kinds.
    /// </summary>
    private static ContainerKind RecognizeFunction(HeapGraph graph, NodeIndex function)
    {
        if (graph.EdgeCountOf(function) < MinEntries) return ContainerKind.None;
        var kinds = new Dictionary<(NodeType Type, int Name, SourceLocation? MadeAt), int>();
        int elements = 0, properties = 0;
        foreach (var edge in graph.EdgesOf(function))
        {
            if (edge.Type is not (EdgeType.Element or EdgeType.Property) || graph.TypeOf(edge.To) == NodeType.Hidden) continue;
            if (edge.Type == EdgeType.Element) elements++;
            else properties++;
            var type = graph.TypeOf(edge.To);
            var kind = (
                type,
                type == NodeType.Object ? graph.NameIndexOf(edge.To) : 0,
                type == NodeType.Closure ? graph.LocationOf(edge.To) : null);
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        }

        var entries = elements + properties;
        if (entries < MinEntries || 2 * kinds.Values.Max() < entries) return ContainerKind.None;
        return elements >= properties ? ContainerKind.IndexedObject : ContainerKind.KeyedObject;
    }

    private static ContainerKind KindOfTable(string? builtin) => builtin switch
    {
        "Set" or "WeakSet" => ContainerKind.Set,
        "WeakMap" => ContainerKind.WeakMap,
        _ => ContainerKind.Map,
    };

    /// <summary>True for what holds a container's entries: elements, properties, the table of a Map.</summary>
    public static bool IsBackingStore(HeapGraph graph, NodeIndex node, EdgeIndex edge) =>
        graph.TypeOf(node) is NodeType.Array or NodeType.Hidden && graph.TypeOf(edge) == EdgeType.Internal
        && graph.NameOf(edge) is "elements" or "properties" or "table";

    /// <summary>
    /// The built-in class that an object is of or extends, by the constructors along its prototypes; null where there is none.
    /// </summary>
    private static string? FindBuiltin(HeapGraph graph, NodeIndex node)
    {
        if (IsBuiltin(graph.NameOf(node))) return graph.NameOf(node);
        var at = node;
        for (var i = 0; i < MaxPrototypes && graph.FindProperty(at, "__proto__"u8) is { } prototype; i++)
        {
            at = prototype;
            if (graph.FindProperty(at, "constructor"u8) is not { } constructor) continue;
            if (IsBuiltin(graph.NameOf(constructor))) return graph.NameOf(constructor);
        }

        return null;
    }

    private static bool IsBuiltin(string className) => className is "Array" or "Map" or "Set" or "WeakMap" or "WeakSet";
}
