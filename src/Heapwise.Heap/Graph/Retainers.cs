using System.Runtime.InteropServices;
using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Graph;

/// <summary>
/// The edges that point to each node, found by a counting sort over all edges. 4 bytes per edge and 4 per node; the source of an
/// edge costs a binary search.
/// </summary>
public sealed class Retainers : IDisposable
{
    private readonly HeapGraph _graph;
    private readonly NativeColumn<int> _first;
    private readonly NativeColumn<int> _edges;

    internal Retainers(HeapGraph graph)
    {
        _graph = graph;
        _first = new NativeColumn<int>(graph.NodeCount + 1L);
        _edges = new NativeColumn<int>(graph.EdgeCount);
        Build(graph.Columns.Edges.Span, _first.Span, _edges.Span);
    }

    /// <summary>Uses columns that are already built, and owns them.</summary>
    internal Retainers(HeapGraph graph, NativeColumn<int> first, NativeColumn<int> edges)
    {
        _graph = graph;
        _first = first;
        _edges = edges;
    }

    internal NativeColumn<int> First => _first;

    internal NativeColumn<int> Edges => _edges;

    public int CountOf(NodeIndex node) => _first.Span[node.Value + 1] - _first.Span[node.Value];

    /// <summary>The edges that end at a node, including weak ones, in file order.</summary>
    public IEnumerable<HeapEdge> Of(NodeIndex node)
    {
        for (int at = _first[node.Value], end = _first[node.Value + 1]; at < end; at++)
        {
            var edge = new EdgeIndex(_edges[at]);
            yield return new HeapEdge(_graph, edge, _graph.SourceOf(edge));
        }
    }

    /// <summary>The positions of the edges that end at a node, in file order.</summary>
    public ReadOnlySpan<EdgeIndex> EdgesTo(NodeIndex node) =>
        MemoryMarshal.Cast<int, EdgeIndex>(_edges.Slice(_first[node.Value], CountOf(node)));

    public void Dispose()
    {
        _first.Dispose();
        _edges.Dispose();
    }

    private static void Build(ReadOnlySpan<PackedEdge> all, Span<int> first, Span<int> edges)
    {
        foreach (var edge in all) first[edge.Target + 1]++;
        for (var i = 1; i < first.Length; i++) first[i] += first[i - 1];
        var next = first[..^1].ToArray();
        for (var edge = 0; edge < all.Length; edge++) edges[next[all[edge].Target]++] = edge;
    }
}
