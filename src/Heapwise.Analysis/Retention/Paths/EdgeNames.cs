using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Paths;

/// <summary>Names of edges as they are shown.</summary>
internal static class EdgeNames
{
    /// <summary>
    /// The name, also of a block's variable. For a WeakMap pair, whose name in V8 contains ids, it is <c>value of key in WeakMap</c>.
    /// </summary>
    public static string NameOf(HeapGraph graph, EdgeIndex edge) =>
        graph.TypeOf(edge) == EdgeType.Internal && WeakTableEdges.IsPair(graph.Strings, (int)graph.NameOrNumberOf(edge))
            ? "value of key in WeakMap"
            : ScopeVariables.FindName(graph, edge) ?? graph.NameOf(edge);

    /// <summary>The name, equal for all entries of a collection: <c>[]</c> for indexes, <c>*</c> for slots of a table.</summary>
    public static string Generalize(HeapGraph graph, EdgeIndex edge) => graph.TypeOf(edge) switch
    {
        EdgeType.Element => "[]",
        EdgeType.Hidden => ScopeVariables.FindName(graph, edge) ?? "*",
        EdgeType.Internal when IsNumber(graph.NameOf(edge)) => "*",
        _ => NameOf(graph, edge),
    };

    private static bool IsNumber(string name) => name.Length > 0 && name.All(char.IsAsciiDigit);
}
