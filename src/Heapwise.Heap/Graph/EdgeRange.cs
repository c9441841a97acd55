using System.Runtime.CompilerServices;

namespace Heapwise.Heap.Graph;

/// <summary>The edges of one node, in file order.</summary>
public readonly struct EdgeRange
{
    private readonly HeapGraph _graph;
    private readonly NodeIndex _from;

    internal EdgeRange(HeapGraph graph, NodeIndex from)
    {
        _graph = graph;
        _from = from;
        First = graph.Columns.FirstEdges.Span[from.Value];
        End = graph.Columns.FirstEdges.Span[from.Value + 1];
    }

    /// <summary>Position of the first edge.</summary>
    public int First { get; }

    /// <summary>Position after the last edge.</summary>
    public int End { get; }

    public int Count => End - First;

    public Enumerator GetEnumerator() => new(_graph, _from, First, End);

    public struct Enumerator(HeapGraph graph, NodeIndex from, int first, int end)
    {
        private int _at = first - 1;

        public readonly HeapEdge Current => new(graph, new EdgeIndex(_at), from);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext() => ++_at < end;
    }
}
