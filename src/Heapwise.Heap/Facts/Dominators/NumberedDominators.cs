using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Facts.Dominators;

/// <summary>Dominators over depth-first numbers 1 to the number of nodes. A dominator's number is always the smaller one.</summary>
internal sealed class NumberedDominators(int count) : IDisposable
{
    public int Count => count;

    /// <summary>Node of each number; index 0 is unused.</summary>
    public NativeColumn<int> Node { get; } = new(count + 1L, zeroed: false);

    /// <summary>Dominator's number of each number; the root (1) is its own.</summary>
    public NativeColumn<int> Dominator { get; } = new(count + 1L, zeroed: false);

    /// <summary>The dominator of each node, as a node.</summary>
    public NativeColumn<int> ByNode()
    {
        var result = new NativeColumn<int>(count, zeroed: false);
        var byNode = result.Span;
        var nodes = Node.Span;
        var dominators = Dominator.Span;
        for (var number = 1; number <= count; number++) byNode[nodes[number]] = nodes[dominators[number]];
        return result;
    }

    public void Dispose()
    {
        Node.Dispose();
        Dominator.Dispose();
    }
}
