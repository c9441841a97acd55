namespace Heapwise.Tests.Heap.Oracles;

/// <summary>
/// Dominators by their definition: d dominates n if n cannot be reached once d is taken away. Quadratic.
/// Nodes without an essential retainer count as children of the root. Nodes of rings that nothing reaches are the
/// root's too, but nothing counts as reached through them.
/// </summary>
internal sealed class DominatorOracle
{
    private readonly PlainHeap _heap;
    private readonly List<PlainNode>[] _children;
    private readonly HashSet<PlainNode>[] _dominators;

    public DominatorOracle(PlainHeap heap)
    {
        _heap = heap;
        _children = [.. heap.Nodes.Select(_ => new List<PlainNode>())];
        var essential = EssentialEdges.Of(heap);
        foreach (var edge in essential) _children[edge.From.Index].Add(edge.To);
        _children[0].AddRange(heap.Nodes.Except(essential.Select(edge => edge.To)).Where(node => node != heap.Root));

        _dominators = [.. heap.Nodes.Select(node => new HashSet<PlainNode> { heap.Root, node })];
        var reached = ReachedWithout(null);
        foreach (var without in heap.Nodes.Skip(1).Where(reached.Contains))
        {
            foreach (var lost in reached.Except(ReachedWithout(without))) _dominators[lost.Index].Add(without);
        }
    }

    /// <summary>The dominator nearest to the node: the one that all others dominate. The root is its own.</summary>
    public PlainNode ImmediateDominatorOf(PlainNode node) =>
        node == _heap.Root
            ? node
            : _dominators[node.Index].Where(other => other != node).MaxBy(other => _dominators[other.Index].Count)!; // at least the root

    public long RetainedSizeOf(PlainNode node) =>
        _heap.Nodes.Where(other => _dominators[other.Index].Contains(node)).Sum(other => other.Size);

    /// <summary>All dominators of a node, itself and the root among them.</summary>
    public IReadOnlySet<PlainNode> DominatorsOf(PlainNode node) => _dominators[node.Index];

    private HashSet<PlainNode> ReachedWithout(PlainNode? without)
    {
        var reached = new HashSet<PlainNode> { _heap.Root };
        var pending = new Stack<PlainNode>(reached);
        while (pending.TryPop(out var node))
        {
            foreach (var child in _children[node.Index])
            {
                if (child != without && reached.Add(child)) pending.Push(child);
            }
        }

        return reached;
    }
}
