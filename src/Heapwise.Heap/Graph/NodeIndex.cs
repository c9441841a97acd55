using System.Globalization;

namespace Heapwise.Heap.Graph;

/// <summary>A node's position in the snapshot file, from 0 (the synthetic root) to <see cref="HeapGraph.NodeCount"/> - 1.</summary>
public readonly record struct NodeIndex(int Value)
{
    public override string ToString() => "#" + Value.ToString(CultureInfo.InvariantCulture);
}
