namespace Heapwise.Heap.Graph;

/// <summary>Queries a graph by V8's names, given as UTF-8: bytes are compared without creating strings.</summary>
public static class NamedEdges
{
    /// <summary>Whether a node has exactly this name.</summary>
    public static bool IsNamed(this HeapGraph graph, NodeIndex node, ReadOnlySpan<byte> name) =>
        graph.Strings.Is(graph.NameIndexOf(node), name);

    /// <summary>Whether a node is an object with exactly this name, which is its class.</summary>
    public static bool IsObject(this HeapGraph graph, NodeIndex node, ReadOnlySpan<byte> name) =>
        graph.TypeOf(node) == NodeType.Object && graph.IsNamed(node, name);

    /// <summary>Whether an edge has this type and exactly this name; elements and hidden edges have no name.</summary>
    public static bool Is(this HeapGraph graph, EdgeIndex edge, EdgeType type, ReadOnlySpan<byte> name) =>
        graph.TypeOf(edge) == type && graph.HasStringName(edge) && graph.Strings.Is((int)graph.NameOrNumberOf(edge), name);

    /// <summary>The value of a property; null if the node has none with this name. Cost: the node's edges up to it.</summary>
    public static NodeIndex? FindProperty(this HeapGraph graph, NodeIndex node, ReadOnlySpan<byte> name) =>
        Find(graph, node, EdgeType.Property, name);

    /// <summary>
    /// The target of one of V8's own fields, such as a closure's <c>context</c>; null if the node has none with this name. Cost: the
    /// node's edges up to it.
    /// </summary>
    public static NodeIndex? FindInternal(this HeapGraph graph, NodeIndex node, ReadOnlySpan<byte> name) =>
        Find(graph, node, EdgeType.Internal, name);

    /// <summary>
    /// Whether a node is a value such as <c>true</c> or <c>null</c>. Such a node has the value as its name; up to Node 22 it is
    /// named <c>system / Oddball</c> and leads to the text.
    /// </summary>
    public static bool IsWord(this HeapGraph graph, NodeIndex? node, string word)
    {
        if (node is not { } value || graph.TypeOf(value) != NodeType.Hidden) return false;
        if (graph.NameOf(value) == word) return true;
        if (!graph.IsNamed(value, "system / Oddball"u8)) return false;
        foreach (var edge in graph.EdgesOf(value))
        {
            if (graph.TypeOf(edge.To) == NodeType.String) return graph.NameOf(edge.To) == word;
        }

        return false;
    }

    private static NodeIndex? Find(HeapGraph graph, NodeIndex node, EdgeType type, ReadOnlySpan<byte> name)
    {
        foreach (var edge in graph.EdgesOf(node))
        {
            if (graph.Is(edge.Index, type, name)) return edge.To;
        }

        return null;
    }
}
