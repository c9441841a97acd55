using System.Numerics;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>
/// From numbered dominators to the tree by node, with retained sizes: a number's dominator has a smaller number, so one
/// pass backwards adds everything up. Temporary memory: 4 or 8 bytes a node.
/// </summary>
internal static class RetainedSizeBuilder
{
    public static DominatorTree Build(GraphColumns columns, NumberedDominators numbered)
    {
        UInt128 total = 0;
        foreach (var size in columns.Sizes.Low.Span) total += size == uint.MaxValue ? 0 : size;
        foreach (var size in columns.Sizes.Large.Values) total += (ulong)size;
        var byNode = new NativeColumn<int>(numbered.Count);
        Scatter(numbered, byNode.Span);
        if (total < uint.MaxValue)
        {
            var narrow = new NativeColumn<uint>(numbered.Count);
            Retain(columns, numbered, narrow, static size => (uint)size);
            return new DominatorTree(byNode, new RetainedSizes(narrow));
        }

        var wide = new NativeColumn<long>(numbered.Count);
        Retain(columns, numbered, wide, static size => size);
        return new DominatorTree(byNode, new RetainedSizes(wide));
    }

    private static void Scatter(NumberedDominators numbered, Span<int> byNode)
    {
        var nodes = numbered.Node.Span;
        var dominators = numbered.Dominator.Span;
        for (var number = 1; number <= numbered.Count; number++) byNode[nodes[number]] = nodes[dominators[number]];
    }

    private static void Retain<T>(GraphColumns columns, NumberedDominators numbered, NativeColumn<T> byNode, Func<long, T> narrow)
        where T : unmanaged, IBinaryInteger<T>
    {
        using var byNumber = new NativeColumn<T>(numbered.Count + 1L);
        var retained = byNumber.Span;
        var nodes = numbered.Node.Span;
        var dominators = numbered.Dominator.Span;
        var low = columns.Sizes.Low.Span;
        for (var number = 1; number <= numbered.Count; number++)
        {
            var size = low[nodes[number]];
            retained[number] = size == uint.MaxValue ? narrow(columns.Sizes.Get(nodes[number])) : T.CreateTruncating(size);
        }

        for (var number = numbered.Count; number >= 2; number--) retained[dominators[number]] += retained[number];
        var result = byNode.Span;
        for (var number = 1; number <= numbered.Count; number++) result[nodes[number]] = retained[number];
    }
}
