using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Facts.Dominators;

/// <summary>Dominators by depth-first number, from 1 to the number of nodes. A dominator has a smaller number than its node.</summary>
internal sealed class NumberedDominators(int count) : IDisposable
{
    public int Count => count;

    /// <summary>The node of each number; index 0 is unused.</summary>
    public NativeColumn<int> Node { get; } = new(count + 1L, zeroed: false);

    /// <summary>The number of each number's dominator; the root (1) is its own.</summary>
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
