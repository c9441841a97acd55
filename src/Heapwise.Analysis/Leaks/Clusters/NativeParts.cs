using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// Objects with a part outside the heap whose size V8 does not know, such as those of <c>Intl</c>, which ICU makes:
/// <c>NumberFormat –N→ system / Foreign</c>.
/// </summary>
internal static class NativeParts
{
    /// <summary>An object with more fields is not taken for a record that holds such an object.</summary>
    private const int MaxFields = 32;

    /// <summary>True of such an object, and of one that has it in a field.</summary>
    public static bool Has(HeapGraph graph, NodeIndex node)
    {
        if (IsNative(graph, node)) return true;
        if (graph.TypeOf(node) != NodeType.Object || graph.EdgeCountOf(node) > MaxFields) return false;
        foreach (var edge in graph.EdgesOf(node))
        {
            var isField = edge.Type == EdgeType.Property && !graph.Is(edge.Index, EdgeType.Property, "__proto__"u8);
            if (isField && IsNative(graph, edge.To)) return true;
        }

        return false;
    }

    private static bool IsNative(HeapGraph graph, NodeIndex node)
    {
        if (graph.TypeOf(node) != NodeType.Object) return false;
        foreach (var edge in graph.EdgesOf(node))
        {
            if (graph.TypeOf(edge.To) == NodeType.Hidden && graph.IsNamed(edge.To, "system / Foreign"u8)) return true;
        }

        return false;
    }
}
