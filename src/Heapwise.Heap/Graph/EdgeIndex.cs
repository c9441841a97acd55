using System.Globalization;

namespace Heapwise.Heap.Graph;

/// <summary>An edge's position in the snapshot file, from 0 to <see cref="HeapGraph.EdgeCount"/> - 1.</summary>
public readonly record struct EdgeIndex(int Value)
{
    public override string ToString() => "edge " + Value.ToString(CultureInfo.InvariantCulture);
}
