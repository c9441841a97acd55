using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Paths;

/// <summary>
/// The best paths of many objects merged into one tree: nodes reached by the same edge (indexes and table slots left out) into the same
/// class are one. A run of equal hops (linked lists) stays one tree node. Cost: the objects' ancestors, each once; memory 12 bytes a node
/// of the heap for the time of the call.
/// </summary>
public sealed class PathTree
{
    private const int MaxDepth = 40;

    private readonly HeapSnapshot _snapshot;
    private readonly RootPaths _paths;

    /// <summary>For every node, the objects at or below it in the tree of best paths, and their shallow bytes.</summary>
    private readonly int[] _counts;
    private readonly long[] _bytes;

    /// <summary>Nodes with objects below, in the order of their parents.</summary>
    private readonly (int Parent, int Node)[] _byParent;
    private readonly HashSet<int> _targets;
    private readonly int _maxChildren;

    public PathTree(RootPaths paths, IReadOnlyCollection<NodeIndex> objects, int maxChildren)
    {
        _paths = paths;
        _snapshot = paths.Snapshot;
        _maxChildren = maxChildren;
        _counts = new int[_snapshot.Graph.NodeCount];
        _bytes = new long[_snapshot.Graph.NodeCount];
        _targets = [];
        foreach (var node in objects)
        {
            if (!paths.Reaches(node)) continue;
            _targets.Add(node.Value);
            _counts[node.Value] = 1;
            _bytes[node.Value] = _snapshot.Graph.ShallowSizeOf(node);
        }

        _byParent = SortByParent();
    }

    /// <summary>Objects that a path reaches.</summary>
    public int ReachedCount => _targets.Count;

    public PathTreeNode Root() => Describe(new PathHop(null, _snapshot.Graph.Root), [_snapshot.Graph.Root.Value], 0);

    private (int Parent, int Node)[] SortByParent()
    {
        var edges = new List<(int Parent, int Node)>();
        var order = _paths.Order;
        for (var i = order.Length - 1; i > 0; i--)
        {
            var node = order[i];
            if (_counts[node] == 0) continue;
            var parent = _paths.ParentOf(new NodeIndex(node)).Value;
            _counts[parent] += _counts[node];
            _bytes[parent] += _bytes[node];
            edges.Add((parent, node));
        }

        var sorted = edges.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    private PathTreeNode Describe(PathHop hop, List<int> group, int depth)
    {
        var children = new Dictionary<(string Edge, EdgeType Type, string Class), List<int>>();
        var own = hop.Edge is null ? default : KeyOf(hop.Node);

        // The group grows while it is walked: a child that looks like its parent belongs to the same run.
        for (var i = 0; i < group.Count; i++)
        {
            foreach (var child in ChildrenOf(group[i]))
            {
                var key = KeyOf(new NodeIndex(child));
                if (key == own && key.Type is EdgeType.Property or EdgeType.Internal && hop.Edge is not null)
                {
                    group.Add(child);
                    continue;
                }

                if (!children.TryGetValue(key, out var nodes)) children[key] = nodes = [];
                nodes.Add(child);
            }
        }

        var largest = children.Values.OrderByDescending(CountObjects).ThenBy(nodes => nodes[0]).Take(_maxChildren);
        var listed = depth >= MaxDepth ? [] : largest.ToList();
        var members = new HashSet<int>(group);
        var tops = group.Where(node => hop.Edge is null || !members.Contains(_paths.ParentOf(new NodeIndex(node)).Value)).ToList();
        return new PathTreeNode
        {
            Edge = hop.Edge is { } edge ? EdgeNames.Generalize(_snapshot.Graph, edge) : "",
            EdgeType = hop.Edge is { } typed ? TypeNames.Of(_snapshot.Graph.TypeOf(typed)) : "",
            ClassName = LabelOf(hop.Node),
            NodeCount = group.Count,
            ObjectCount = CountObjects(tops),
            ShallowBytes = tops.Sum(node => _bytes[node]),
            ExampleNodeId = _snapshot.Graph.IdOf(hop.Node).Value,
            Children = [.. listed.Select(nodes => Describe(HopTo(new NodeIndex(nodes[0])), nodes, depth + 1))],
            OtherObjectCount = children.Values.Sum(CountObjects) - listed.Sum(CountObjects),
        };
    }

    private PathHop HopTo(NodeIndex node) => new(_paths.ParentEdgeOf(node), node);

    private (string Edge, EdgeType Type, string Class) KeyOf(NodeIndex node)
    {
        var edge = _paths.ParentEdgeOf(node)!.Value; // only nodes below the root are asked for
        return (EdgeNames.Generalize(_snapshot.Graph, edge), _snapshot.Graph.TypeOf(edge), LabelOf(node));
    }

    /// <summary>The class, or the name of one of V8's own roots, such as <c>(Global handles)</c>, since they share one class.</summary>
    private string LabelOf(NodeIndex node) =>
        _snapshot.Graph.TypeOf(node) == NodeType.Synthetic && _snapshot.Graph.NameOf(node) is { Length: > 0 } name
            ? name
            : _snapshot.Classes.NameOf(node);

    private long CountObjects(List<int> nodes) => nodes.Sum(node => (long)_counts[node]);

    private IEnumerable<int> ChildrenOf(int parent)
    {
        var at = Array.BinarySearch(_byParent, (parent, 0));
        for (at = at < 0 ? ~at : at; at < _byParent.Length && _byParent[at].Parent == parent; at++) yield return _byParent[at].Node;
    }
}

/// <summary>A node of the merged tree: from the root downwards, with the number of objects below it.</summary>
public sealed record PathTreeNode
{
    /// <summary>The edge, with indexes as <c>[]</c> and keys of tables as <c>*</c>.</summary>
    public required string Edge { get; init; }

    public required string EdgeType { get; init; }

    /// <summary>The class, or the name of one of V8's own roots, such as <c>(Global handles)</c>.</summary>
    public required string ClassName { get; init; }

    /// <summary>Distinct nodes of the heap that are merged here.</summary>
    public required long NodeCount { get; init; }

    /// <summary>Objects whose path runs through here.</summary>
    public required long ObjectCount { get; init; }

    /// <summary>Shallow bytes of those objects.</summary>
    public required long ShallowBytes { get; init; }

    /// <summary>One of the nodes.</summary>
    public required long ExampleNodeId { get; init; }

    public required IReadOnlyList<PathTreeNode> Children { get; init; }

    /// <summary>Objects below children that are not listed.</summary>
    public required long OtherObjectCount { get; init; }
}
