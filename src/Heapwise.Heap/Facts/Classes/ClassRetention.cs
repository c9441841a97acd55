using System.Runtime.Intrinsics.X86;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Dominators;

namespace Heapwise.Heap.Facts.Classes;

/// <summary>
/// Retained bytes by class: the sum over the counted instances (those with a shallow size) that no other counted instance of the
/// class dominates. One walk in preorder of the dominator tree, with the current chain of dominators on a stack. Both halves of
/// the order are walked in parallel. Temporary memory: 4 bytes per class and per level of the tree.
/// </summary>
internal sealed unsafe class ClassRetention
{
    private const int Ahead = 24;
    private const int ParallelNodes = 1 << 18;

    private readonly NativeColumn<int> _preorder;
    private readonly NativeColumn<int> _dominators;
    private readonly RetainedSizes _retained;
    private readonly NativeColumn<uint> _sizes;
    private readonly ClassAssignment _assignment;

    private ClassRetention(NativeColumn<int> preorder, DominatorTree tree, WideColumn sizes, ClassAssignment assignment)
    {
        _preorder = preorder;
        _dominators = tree.Dominators;
        _retained = tree.Retained;
        _sizes = sizes.Low;
        _assignment = assignment;
    }

    public static long[] Compute(NativeColumn<int> preorder, DominatorTree tree, WideColumn sizes, ClassAssignment assignment)
    {
        var walk = new ClassRetention(preorder, tree, sizes, assignment);
        if (preorder.Length < ParallelNodes) return walk.Walk(0, preorder.Length);
        var middle = preorder.Length / 2;
        var later = Task.Run(() => walk.Walk(middle, preorder.Length));
        var result = walk.Walk(0, middle);
        foreach (var (heapClass, bytes) in later.GetAwaiter().GetResult().Index()) result[heapClass] += bytes;
        return result;
    }

    private long[] Walk(long from, long end)
    {
        var result = new long[_assignment.Count];
        var coveredBy = new int[_assignment.Count]; // 1 + the instance on the chain that covers those below it
        var chain = new IntStack();
        var nodes = _preorder.Pointer;
        var dominators = _dominators.Pointer;
        var classes = _assignment.ClassOf.Pointer;
        var sizes = _sizes.Pointer;
        if (from > 0)
        {
            foreach (var above in FindDominators(nodes[from]))
            {
                chain.Push(above);
                if (sizes[above] != 0 && coveredBy[classes[above]] == 0) coveredBy[classes[above]] = above + 1;
            }
        }

        for (var at = from; at < end; at++)
        {
            if (Sse.IsSupported && at + Ahead < end)
            {
                var ahead = nodes[at + Ahead];
                Sse.Prefetch0(dominators + ahead);
                Sse.Prefetch0(classes + ahead);
                Sse.Prefetch0(sizes + ahead);
            }

            var node = nodes[at];
            var dominator = dominators[node];
            while (chain.Count > 0 && chain.Top != dominator)
            {
                chain.TryPop(out var left);
                ref var cover = ref coveredBy[classes[left]];
                if (cover == left + 1) cover = 0;
            }

            chain.Push(node);
            if (sizes[node] == 0) continue;
            ref var covered = ref coveredBy[classes[node]];
            if (covered != 0) continue;
            covered = node + 1;
            result[classes[node]] += _retained.Get(node);
        }

        return result;
    }

    /// <summary>All dominators of a node except itself, the root first.</summary>
    private List<int> FindDominators(int node)
    {
        var chain = new List<int>();
        for (var at = node; _dominators[at] != at; at = _dominators[at]) chain.Add(_dominators[at]);
        chain.Reverse();
        return chain;
    }
}
