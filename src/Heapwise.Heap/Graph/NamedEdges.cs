namespace Heapwise.Heap.Graph;

/// <summary>Asks a graph by V8's names, given as UTF-8: bytes are compared, and no text is made of them.</summary>
public static class NamedEdges
{
    /// <summary>True where a node has exactly this name.</summary>
    public static bool IsNamed(this HeapGraph graph, NodeIndex node, ReadOnlySpan<byte> name) => graph.Strings.Is(graph.NameIndexOf(node), name);

    /// <summary>True for an object of the class that V8 names so.</summary>
    public static bool IsObject(this HeapGraph graph, NodeIndex node, ReadOnlySpan<byte> name) => graph.TypeOf(node) == NodeType.Object && graph.IsNamed(node, name);

    /// <summary>True where an edge is of the type and has exactly this name; elements and hidden edges have none.</summary>
    public static bool Is(this HeapGraph graph, EdgeIndex edge, EdgeType type, ReadOnlySpan<byte> name) =>
        graph.TypeOf(edge) == type && graph.HasStringName(edge) && graph.Strings.Is((int)graph.NameOrNumberOf(edge), name);

    /// <summary>The value of a property; null where there is none of this name. Cost: the node's edges up to it.</summary>
    public static NodeIndex? PropertyOf(this HeapGraph graph, NodeIndex node, ReadOnlySpan<byte> name) => Find(graph, node, EdgeType.Property, name);

    /// <summary>What a field of V8's own leads to, such as a closure's <c>context</c>; null where there is none of this name. Cost as above.</summary>
    public static NodeIndex? InternalOf(this HeapGraph graph, NodeIndex node, ReadOnlySpan<byte> name) => Find(graph, node, EdgeType.Internal, name);

    /// <summary>True for <c>true</c>, <c>null</c> and the like, which are nodes of that name, or up to Node 22 <c>system / Oddball</c> with their text.</summary>
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
