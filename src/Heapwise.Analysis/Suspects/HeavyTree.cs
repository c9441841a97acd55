using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Suspects;

/// <summary>The tree of best paths, reduced to the nodes that hold so many bytes. Memory: about 60 bytes for each of them.</summary>
internal sealed class HeavyTree
{
    private readonly Dictionary<NodeIndex, List<NodeIndex>> _children = [];

    public HeavyTree(RootPaths paths, HeldBytes held, long minBytes)
    {
        foreach (var at in paths.Order[1..])
        {
            var node = new NodeIndex(at);
            if (held.Of(node) < minBytes || SurvivorSet.IsBookkeeping(paths, node)) continue;
            var parent = paths.ParentOf(node);
            if (!_children.TryGetValue(parent, out var children)) _children[parent] = children = [];
            children.Add(node);
        }

        foreach (var children in _children.Values) children.Sort((a, b) => held.Of(b).CompareTo(held.Of(a)));
    }

    /// <summary>The heavy nodes whose best path comes from this one, the heaviest first.</summary>
    public IReadOnlyList<NodeIndex> ChildrenOf(NodeIndex node) => _children.TryGetValue(node, out var children) ? children : [];

    /// <summary>A node and its heaviest descendants, one below the other, at most so many.</summary>
    public List<NodeIndex> MainRun(NodeIndex first, int max)
    {
        var run = new List<NodeIndex> { first };
        while (run.Count < max && ChildrenOf(run[^1]) is [var next, ..]) run.Add(next);
        return run;
    }
}
