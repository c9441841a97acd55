using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>Edges on the shortest way from a root to each node, by Chrome DevTools' rules. 4 bytes a node.</summary>
public sealed class Distances : IDisposable
{
    /// <summary>Added to the distance of nodes that only V8's own roots reach.</summary>
    public const int SystemBase = 100_000_000;

    /// <summary>The distance of nodes that nothing reaches.</summary>
    public const int Unreached = -5;

    internal Distances(NativeColumn<int> column) => Column = column;

    internal NativeColumn<int> Column { get; }

    public int Of(NodeIndex node) => Column.Span[node.Value];

    public void Dispose() => Column.Dispose();
}
