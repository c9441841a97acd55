using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Paths;

/// <summary>Names of nodes, cut to a length that fits a report.</summary>
public static class NodeText
{
    public const int NameLimit = 120;

    public static string ShortNameOf(HeapGraph graph, NodeIndex node)
    {
        var name = graph.NameOf(node);
        return name.Length <= NameLimit ? name : name[..(NameLimit - 1)] + "…";
    }
}
