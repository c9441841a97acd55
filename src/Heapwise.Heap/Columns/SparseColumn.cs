using System.Runtime.CompilerServices;

namespace Heapwise.Heap.Columns;

/// <summary>A column of positive values for few of the nodes: 4 bytes per value, and 1.5 bits per node to find it.</summary>
internal sealed class SparseColumn(RankedBits nodes, NativeColumn<int> values) : IDisposable
{
    /// <summary>The nodes that have a value.</summary>
    public RankedBits Nodes => nodes;

    /// <summary>The values of those nodes, in the nodes' order.</summary>
    public NativeColumn<int> Values => values;

    /// <summary>The node's value; 0 if it has none.</summary>
    public int this[int node]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => nodes[node] ? values[nodes.RankOf(node)] : 0;
    }

    public void Dispose() => values.Dispose();
}
