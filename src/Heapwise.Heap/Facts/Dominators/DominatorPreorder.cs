using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Facts.Dominators;

/// <summary>
/// The nodes in preorder of the dominator tree: a node comes directly before the nodes it dominates, which are contiguous. Subtree
/// sizes, added up backwards over the search numbers, give the position of each number without walking the tree.
/// 4 bytes per node, and 4 more during construction.
/// </summary>
internal static class DominatorPreorder
{
    public static NativeColumn<int> Build(NumberedDominators numbered)
    {
        var order = new NativeColumn<int>(numbered.Count, zeroed: false);
        using var subtrees = new NativeColumn<int>(numbered.Count + 1L, zeroed: false);
        var nodes = numbered.Node.Span;
        var dominators = numbered.Dominator.Span;
        var free = subtrees.Span;
        var placed = order.Span;
        free.Fill(1);
        for (var number = numbered.Count; number >= 2; number--) free[dominators[number]] += free[number];
        free[1] = 1; // from here on: the next free position in each number's subtree
        placed[0] = nodes[1];
        for (var number = 2; number <= numbered.Count; number++)
        {
            ref var next = ref free[dominators[number]];
            var position = next;
            next += free[number];
            free[number] = position + 1;
            placed[position] = nodes[number];
        }

        return order;
    }
}
