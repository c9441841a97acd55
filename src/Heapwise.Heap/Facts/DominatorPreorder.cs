using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>
/// The dominator tree in preorder, for the retained size of each class: "inside another instance of the class" is then a
/// comparison with where that instance's subtree ends. Subtree sizes, added up backwards over the search numbers, give
/// each number its place without walking the tree. 8 bytes a node, and 4 more while it is built.
/// </summary>
internal sealed class DominatorPreorder : IDisposable
{
    private readonly NativeColumn<int> _subtree;
    private readonly NativeColumn<int> _order;

    private DominatorPreorder(int count)
    {
        _subtree = new NativeColumn<int>(count + 1L);
        _order = new NativeColumn<int>(count + 1L);
    }

    public static DominatorPreorder Of(NumberedDominators numbered)
    {
        var result = new DominatorPreorder(numbered.Count);
        using var placeColumn = new NativeColumn<int>(numbered.Count + 1L);
        var dominators = numbered.Dominator.Span;
        var subtree = result._subtree.Span;
        var order = result._order.Span;
        var place = placeColumn.Span;
        subtree.Fill(1);
        for (var number = numbered.Count; number >= 2; number--) subtree[dominators[number]] += subtree[number];
        place[1] = 1; // from here on: the next free place in each number's subtree
        order[0] = 1;
        for (var number = 2; number <= numbered.Count; number++)
        {
            ref var free = ref place[dominators[number]];
            order[free] = number;
            place[number] = free + 1;
            free += subtree[number];
        }

        return result;
    }

    /// <summary>Retained bytes by class number, of the counted instances that are not inside another counted instance of the class.</summary>
    public long[] RetainedByClass(NumberedDominators numbered, WideColumn sizes, ClassAssignment assignment, RetainedSizes retained)
    {
        var result = new long[assignment.Count];
        var coveredUntil = new int[assignment.Count];
        var nodes = numbered.Node.Span;
        var order = _order.Span;
        var subtree = _subtree.Span;
        var classes = assignment.ClassOf.Span;
        var shallow = sizes.Low.Span;
        for (var at = 0; at < numbered.Count; at++)
        {
            var number = order[at];
            var node = nodes[number];
            var heapClass = classes[node];
            if (at < coveredUntil[heapClass] || shallow[node] == 0) continue;
            result[heapClass] += retained.Get(node);
            coveredUntil[heapClass] = at + subtree[number];
        }

        return result;
    }

    public void Dispose()
    {
        _subtree.Dispose();
        _order.Dispose();
    }
}
