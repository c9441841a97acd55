using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Paths;

/// <summary>Names of nodes, cut to a length that fits a report.</summary>
public static class NodeText
{
    public const int MaxNameLength = 120;

    public static string ShortNameOf(HeapGraph graph, NodeIndex node)
    {
        var name = graph.NameOf(node);
        return name.Length <= MaxNameLength ? name : name[..(MaxNameLength - 1)] + "…";
    }
}
