using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Dominators;

/// <summary>
/// Which node keeps which alive. The immediate dominator of a node is the last other node that every path from the root to it
/// passes. Its retained size is what would be freed with it. Memory per node: 4 bytes for the dominator, 4 or 8 for the size.
/// </summary>
public sealed class DominatorTree : IDisposable
{
    private readonly NativeColumn<int> _dominators;
    private readonly RetainedSizes _retained;
    private Children? _children;

    internal DominatorTree(NativeColumn<int> dominators, RetainedSizes retained)
    {
        _dominators = dominators;
        _retained = retained;
    }

    internal NativeColumn<int> Dominators => _dominators;

    internal RetainedSizes Retained => _retained;

    /// <summary>The immediate dominator; the root is its own.</summary>
    public NodeIndex ImmediateDominatorOf(NodeIndex node) => new(_dominators.Span[node.Value]);

    /// <summary>Bytes that only this node keeps alive, including its own.</summary>
    public long RetainedSizeOf(NodeIndex node) => _retained.Get(node.Value);

    /// <summary>
    /// Whether every path from the root to <paramref name="node"/> passes <paramref name="ancestor"/>; a node dominates itself. Cost:
    /// the depth of the tree.
    /// </summary>
    public bool Dominates(NodeIndex ancestor, NodeIndex node)
    {
        var dominators = _dominators.Span;
        for (var at = node.Value; ; at = dominators[at])
        {
            if (at == ancestor.Value) return true;
            if (at == dominators[at]) return false;
        }
    }

    /// <summary>The nodes with this immediate dominator, in file order. Cost: the first call builds all lists (8 bytes per node).</summary>
    public ReadOnlySpan<NodeIndex> ChildrenOf(NodeIndex node) =>
        LazyInitializer.EnsureInitialized(ref _children, () => new Children(_dominators)).Of(node.Value);

    public void Dispose()
    {
        _dominators.Dispose();
        _retained.Dispose();
    }

    private sealed class Children
    {
        private readonly int[] _first;
        private readonly NodeIndex[] _nodes;

        public Children(NativeColumn<int> dominators)
        {
            var dom = dominators.Span;
            _first = new int[dom.Length + 1];
            _nodes = new NodeIndex[Math.Max(0, dom.Length - 1)];
            for (var i = 1; i < dom.Length; i++) _first[dom[i] + 1]++;
            for (var i = 0; i < dom.Length; i++) _first[i + 1] += _first[i];
            var next = _first.AsSpan(0, dom.Length).ToArray();
            for (var i = 1; i < dom.Length; i++) _nodes[next[dom[i]]++] = new NodeIndex(i);
        }

        public ReadOnlySpan<NodeIndex> Of(int node) => _nodes.AsSpan(_first[node], _first[node + 1] - _first[node]);
    }
}
