using System.Globalization;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Server.Requests;

namespace Heapwise.Server.Snapshots;

/// <summary>
/// A heap as if some objects and references were not there: what still reaches what. A search in breadth over all strong edges, as DevTools
/// does when a retainer is ignored, but edges can be cut, too. What lives through an entry of a WeakMap needs its key and its table: with
/// one of the two the other is cut. Time: one pass over the edges. Memory: 8 bytes a node.
/// </summary>
internal sealed class CutHeap
{
    private const int Unreached = -1;
    private const string WeakMapMark = " pair in WeakMap (";

    private readonly HeapSnapshot _snapshot;
    private readonly HashSet<int> _nodes = [];
    private readonly HashSet<int> _edges = [];
    private readonly int[] _distances;
    private readonly int[] _parentEdges;

    private CutHeap(HeapSnapshot snapshot, string cuts)
    {
        _snapshot = snapshot;
        foreach (var cut in cuts.Split(',', StringSplitOptions.RemoveEmptyEntries)) Add(cut);
        _distances = new int[snapshot.Graph.NodeCount];
        _parentEdges = new int[snapshot.Graph.NodeCount];
        Search();
    }

    /// <param name="heap">The heap.</param>
    /// <param name="cuts">Cut objects as <c>n123</c>, cut edges as <c>e123:4</c>, joined by commas.</param>
    /// <exception cref="RequestRefusedException">One of the cuts is not in this snapshot.</exception>
    public static CutHeap? Find(OpenHeap heap, string? cuts) =>
        string.IsNullOrEmpty(cuts) ? null : heap.Cuts.Get(cuts, () => new CutHeap(heap.Snapshot, cuts));

    public bool IsCut(EdgeIndex edge, NodeIndex from) => _edges.Contains(edge.Value) || _nodes.Contains(from.Value);

    public bool Reaches(NodeIndex node) => _distances[node.Value] != Unreached;

    /// <summary>Edges from the root; null where nothing leads there any more.</summary>
    public int? DistanceOf(NodeIndex node) => Reaches(node) ? _distances[node.Value] : null;

    /// <summary>The edges from the root to a node, on a shortest path.</summary>
    public IReadOnlyList<EdgeIndex> PathTo(NodeIndex node)
    {
        var path = new List<EdgeIndex>();
        for (var at = node; at != _snapshot.Graph.Root; at = _snapshot.Graph.SourceOf(path[^1]))
            path.Add(new EdgeIndex(_parentEdges[at.Value]));
        path.Reverse();
        return path;
    }

    private void Add(string cut)
    {
        var parts = cut[1..].Split(':');
        var graph = _snapshot.Graph;
        if (!long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !graph.TryFind(new NodeId(id), out var node))
        {
            throw RequestRefusedException.NotFound($"cut '{cut}': this snapshot has no such object");
        }

        if (cut[0] == 'n')
        {
            _nodes.Add(node.Value);
            foreach (var edge in graph.EdgesOf(node)) AddTwins(edge.Index);
            return;
        }

        var edges = graph.EdgesOf(node);
        if (cut[0] != 'e' || parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || at >= edges.Count)
        {
            throw RequestRefusedException.NotFound($"cut '{cut}': this object has no such reference");
        }

        _edges.Add(edges.First + at);
        AddTwins(new EdgeIndex(edges.First + at));
    }

    private void AddTwins(EdgeIndex edge)
    {
        var graph = _snapshot.Graph;
        if (!graph.HasStringName(edge) || graph.TypeOf(edge) != EdgeType.Internal) return;
        if (!graph.NameOf(edge).Contains(WeakMapMark, StringComparison.Ordinal)) return;
        foreach (var other in _snapshot.Retainers.EdgesTo(graph.TargetOf(edge)))
        {
            if (graph.HasStringName(other) && graph.NameOrNumberOf(other) == graph.NameOrNumberOf(edge)) _edges.Add(other.Value);
        }
    }

    private void Search()
    {
        var graph = _snapshot.Graph;
        Array.Fill(_distances, Unreached);
        var queue = new int[graph.NodeCount];
        var (first, end) = (0, 0);
        queue[end++] = graph.Root.Value;
        _distances[graph.Root.Value] = 0;
        var hasEdges = _edges.Count > 0;
        while (first < end)
        {
            var at = queue[first++];
            foreach (var edge in graph.EdgesOf(new NodeIndex(at)))
            {
                if (edge.IsWeak) continue;
                var to = edge.To.Value;
                if (_distances[to] != Unreached || _nodes.Contains(to) || (hasEdges && _edges.Contains(edge.Index.Value))) continue;
                _distances[to] = _distances[at] + 1;
                _parentEdges[to] = edge.Index.Value;
                queue[end++] = to;
            }
        }
    }
}
