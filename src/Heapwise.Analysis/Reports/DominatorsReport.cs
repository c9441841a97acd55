using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Reports;

/// <summary>The dominator tree below one node, largest first. Schema <c>heapwise.dominators/1</c>.</summary>
public sealed record DominatorsReport
{
    public const string SchemaName = "heapwise.dominators/1";

    public string Schema { get; init; } = SchemaName;

    public required string File { get; init; }

    public required DominatorRow Root { get; init; }

    /// <summary>
    /// The tree to so many levels below the node, with the <paramref name="top"/> largest children of each; children below
    /// <paramref name="minShare"/> of the node's own retained size, and those beyond the largest, are summed up.
    /// </summary>
    public static DominatorsReport Of(HeapSnapshot snapshot, NodeIndex node, int depth = 3, int top = 10, double minShare = 0.01) => new()
    {
        File = snapshot.Source,
        Root = DominatorRow.Of(snapshot, node, depth, top, (long)(snapshot.Dominators.RetainedSizeOf(node) * minShare)),
    };
}

/// <summary>A node of the tree with its largest children.</summary>
public sealed record DominatorRow
{
    public required long NodeId { get; init; }

    public required string NodeType { get; init; }

    public required string ClassName { get; init; }

    public required string Name { get; init; }

    /// <summary>How the dominator points at this node, where it does so itself.</summary>
    public required string? Edge { get; init; }

    public required long SelfBytes { get; init; }

    public required long RetainedBytes { get; init; }

    /// <summary>Nodes that this one immediately dominates.</summary>
    public required long ChildCount { get; init; }

    public required IReadOnlyList<DominatorRow> Children { get; init; }

    /// <summary>Retained bytes of the children that are not listed.</summary>
    public required long OtherBytes { get; init; }

    internal static DominatorRow Of(HeapSnapshot snapshot, NodeIndex node, int depth, int top, long minBytes)
    {
        var dominators = snapshot.Dominators;
        var children = dominators.ChildrenOf(node);
        var listed = depth == 0 ? [] : Largest(snapshot, children, top, minBytes);
        long total = 0;
        foreach (var child in children) total += dominators.RetainedSizeOf(new NodeIndex(child));
        return new DominatorRow
        {
            NodeId = snapshot.Graph.IdOf(node).Value,
            NodeType = snapshot.Graph.TypeNameOf(node),
            ClassName = snapshot.Classes.NameOf(node),
            Name = NodeText.ShortNameOf(snapshot.Graph, node),
            Edge = EdgeFrom(snapshot, dominators.ImmediateDominatorOf(node), node),
            SelfBytes = snapshot.Graph.ShallowSizeOf(node),
            RetainedBytes = dominators.RetainedSizeOf(node),
            ChildCount = children.Length,
            Children = [.. listed.Select(child => Of(snapshot, child, depth - 1, top, minBytes))],
            OtherBytes = total - listed.Sum(dominators.RetainedSizeOf),
        };
    }

    /// <summary>The largest children by a bounded queue: a hash table may have millions.</summary>
    private static List<NodeIndex> Largest(HeapSnapshot snapshot, ReadOnlySpan<int> children, int top, long minBytes)
    {
        var queue = new PriorityQueue<NodeIndex, (long Size, int Reverse)>(top + 1);
        foreach (var child in children)
        {
            var size = snapshot.Dominators.RetainedSizeOf(new NodeIndex(child));
            if (size < minBytes) continue;
            queue.Enqueue(new NodeIndex(child), (size, -child));
            if (queue.Count > top) queue.Dequeue();
        }

        var largest = new List<NodeIndex>(queue.Count);
        while (queue.TryDequeue(out var child, out _)) largest.Add(child);
        largest.Reverse();
        return largest;
    }

    private static string? EdgeFrom(HeapSnapshot snapshot, NodeIndex from, NodeIndex to)
    {
        if (from == to) return null;
        foreach (var edge in snapshot.Retainers.EdgesTo(to))
        {
            var index = new EdgeIndex(edge);
            if (snapshot.Graph.TypeOf(index) != EdgeType.Weak && snapshot.Graph.SourceOf(index) == from) return snapshot.Graph.NameOf(index);
        }

        return null;
    }
}
