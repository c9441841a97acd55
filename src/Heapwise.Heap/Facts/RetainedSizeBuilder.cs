using System.Numerics;
using System.Runtime.CompilerServices;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>
/// From numbered dominators to the tree by node, with retained sizes, and the retained size of every class.
/// A number's dominator has a smaller number, so one pass backwards adds everything up. The classes need the tree's
/// preorder: subtree sizes give each number its place in it, and then "inside another instance of the class" is a
/// comparison with where that instance's subtree ends. Temporary memory: 12 bytes a node.
/// </summary>
internal static class RetainedSizeBuilder
{
    /// <summary>Fills in the retained sizes of the classes, and gives the tree by node.</summary>
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

    /// <summary>Retained bytes by class number: of the instances that are not inside another counted instance of the class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long[] OfClasses(NumberedDominators numbered, WideColumn sizes, NativeColumn<int> classOf, int classCount, RetainedSizes retained)
    {
        var count = numbered.Count;
        using var subtree = new NativeColumn<int>(count + 1L);
        using var place = new NativeColumn<int>(count + 1L);
        using var order = new NativeColumn<int>(count + 1L);
        var dominators = numbered.Dominator.Span;
        Arrange(dominators, subtree.Span, place.Span, order.Span, count);

        var result = new long[classCount];
        var coveredUntil = new int[classCount];
        var nodes = numbered.Node.Span;
        var inOrder = order.Span;
        var sizesOfSubtrees = subtree.Span;
        var classes = classOf.Span;
        var shallow = sizes.Low.Span;
        for (var at = 0; at < count; at++)
        {
            var number = inOrder[at];
            var node = nodes[number];
            var heapClass = classes[node];
            if (shallow[node] == 0 || at < coveredUntil[heapClass]) continue;
            result[heapClass] += retained.Get(node);
            coveredUntil[heapClass] = at + sizesOfSubtrees[number];
        }

        return result;
    }

    /// <summary>Preorder of the dominator tree: <paramref name="order"/>[0] is the root's number.</summary>
    private static void Arrange(ReadOnlySpan<int> dominators, Span<int> subtree, Span<int> place, Span<int> order, int count)
    {
        subtree.Fill(1);
        for (var number = count; number >= 2; number--) subtree[dominators[number]] += subtree[number];
        place[1] = 1; // from here on: the next free place in each number's subtree
        order[0] = 1;
        for (var number = 2; number <= count; number++)
        {
            ref var free = ref place[dominators[number]];
            order[free] = number;
            place[number] = free + 1;
            free += subtree[number];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scatter(NumberedDominators numbered, Span<int> byNode)
    {
        var nodes = numbered.Node.Span;
        var dominators = numbered.Dominator.Span;
        for (var number = 1; number <= numbered.Count; number++) byNode[nodes[number]] = nodes[dominators[number]];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
