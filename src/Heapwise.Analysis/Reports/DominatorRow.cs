using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Reports;

/// <summary>A node of the tree with its largest children.</summary>
public sealed record DominatorRow
{
    public required long NodeId { get; init; }

    public required string NodeType { get; init; }

    public required string ClassName { get; init; }

    public required string Name { get; init; }

    /// <summary>The edge by which the dominator points at this node, if it does so directly.</summary>
    public required string? Edge { get; init; }

    public required long SelfBytes { get; init; }

    public required long RetainedBytes { get; init; }

    /// <summary>Nodes that this one immediately dominates.</summary>
    public required long ChildCount { get; init; }

    public required IReadOnlyList<DominatorRow> Children { get; init; }

    /// <summary>Retained bytes of the children that are not listed.</summary>
    public required long OtherBytes { get; init; }

    internal static DominatorRow From(HeapSnapshot snapshot, NodeIndex node, int depth, int top, long minBytes)
    {
        var dominators = snapshot.Dominators;
        var children = dominators.ChildrenOf(node);
        var listed = depth == 0 ? [] : Largest(snapshot, children, top, minBytes);
        long total = 0;
        foreach (var child in children) total += dominators.RetainedSizeOf(child);
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
            Children = [.. listed.Select(child => From(snapshot, child, depth - 1, top, minBytes))],
            OtherBytes = total - listed.Sum(dominators.RetainedSizeOf),
        };
    }

    /// <summary>The largest children, by a bounded queue: a hash table may have millions.</summary>
    private static List<NodeIndex> Largest(HeapSnapshot snapshot, ReadOnlySpan<NodeIndex> children, int top, long minBytes)
    {
        var queue = new PriorityQueue<NodeIndex, (long Size, int Reverse)>(top + 1);
        foreach (var child in children)
        {
            var size = snapshot.Dominators.RetainedSizeOf(child);
            if (size < minBytes) continue;
            queue.Enqueue(child, (size, -child.Value));
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
            if (snapshot.Graph.TypeOf(edge) == EdgeType.Weak || snapshot.Graph.SourceOf(edge) != from) continue;
            return snapshot.Graph.NameOf(edge);
        }

        return null;
    }
}
