using System.Numerics;
using System.Runtime.Intrinsics.X86;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Dominators;

/// <summary>
/// Retained sizes by node. In preorder of the dominator tree, a node comes before everything it dominates, so one backward pass
/// adds up all sizes.
/// </summary>
internal static unsafe class RetainedSizeBuilder
{
    private const int Ahead = 24;

    /// <param name="columns">The graph, with final sizes.</param>
    /// <param name="dominators">The dominator of each node.</param>
    /// <param name="preorder">The nodes in preorder of the dominator tree.</param>
    public static RetainedSizes Build(GraphColumns columns, NativeColumn<int> dominators, NativeColumn<int> preorder)
    {
        UInt128 total = 0;
        foreach (var size in columns.Sizes.Low.Span) total += size == uint.MaxValue ? 0 : size;
        foreach (var size in columns.Sizes.Large.Values) total += (ulong)size;
        if (total < uint.MaxValue)
        {
            var narrow = new NativeColumn<uint>(dominators.Length, zeroed: false);
            columns.Sizes.Low.Span.CopyTo(narrow.Span);
            AddUp(narrow.Pointer, dominators.Pointer, preorder);
            return new RetainedSizes(narrow);
        }

        var wide = new NativeColumn<long>(dominators.Length, zeroed: false);
        for (var node = 0; node < dominators.Length; node++) wide[node] = columns.Sizes.Get(node);
        AddUp(wide.Pointer, dominators.Pointer, preorder);
        return new RetainedSizes(wide);
    }

    private static void AddUp<T>(T* retained, int* dominators, NativeColumn<int> preorder)
        where T : unmanaged, IBinaryInteger<T>
    {
        var nodes = preorder.Pointer;
        for (var at = preorder.Length - 1; at > 0; at--)
        {
            if (Sse.IsSupported && at >= Ahead)
            {
                Sse.Prefetch0(retained + nodes[at - Ahead]);
                Sse.Prefetch0(dominators + nodes[at - Ahead]);
            }

            var node = nodes[at];
            retained[dominators[node]] += retained[node];
        }
    }
}
