using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Paths;

/// <summary>Names of edges as they are shown.</summary>
internal static class EdgeNames
{
    /// <summary>The name; that of a WeakMap pair, which V8 spells out with ids and all, as <c>value of key in WeakMap</c>.</summary>
    public static string NameOf(HeapGraph graph, EdgeIndex edge) =>
        graph.TypeOf(edge) == EdgeType.Internal && WeakTableEdges.IsPair(graph.Strings, (int)graph.NameOrNumberOf(edge))
            ? "value of key in WeakMap"
            : graph.NameOf(edge);

    /// <summary>The name with what tells the entries of a collection apart left out: <c>[]</c> for indexes, <c>*</c> for slots of a table.</summary>
    public static string Generalize(HeapGraph graph, EdgeIndex edge) => graph.TypeOf(edge) switch
    {
        EdgeType.Element => "[]",
        EdgeType.Hidden => "*",
        EdgeType.Internal when IsNumber(graph.NameOf(edge)) => "*",
        _ => NameOf(graph, edge),
    };

    private static bool IsNumber(string name) => name.Length > 0 && name.All(char.IsAsciiDigit);
}
