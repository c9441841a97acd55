using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Dominators;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Suspects;

/// <summary>
/// The shallow bytes of each node and of everything that the best paths reach through it. Unlike retained sizes they do not fall apart
/// where two holders share their entries: the better path has them all. What V8 keeps for itself (code, sources, shapes, feedback) counts
/// only where it lives through one object alone. Time: one pass over the nodes. Memory: 8 bytes a node.
/// </summary>
internal sealed class HeldBytes : IDisposable
{
    private readonly NativeColumn<long> _bytes;

    private HeldBytes(NativeColumn<long> bytes, long total)
    {
        _bytes = bytes;
        Total = total;
    }

    /// <summary>Shallow bytes of all nodes that strong edges reach, V8's own included.</summary>
    public long Total { get; }

    public static HeldBytes Compute(RootPaths paths)
    {
        var graph = paths.Snapshot.Graph;
        var bytes = new NativeColumn<long>(graph.NodeCount);
        long total = 0;
        var order = paths.Order;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            var node = new NodeIndex(order[i]);
            var own = graph.ShallowSizeOf(node);
            total += own;
            bytes[node.Value] += own;
            if (i == 0) continue;
            var parent = paths.ParentOf(node);
            bytes[parent.Value] += SurvivorSet.IsBookkeeping(paths, node)
                ? OwnCode(paths.Snapshot.Dominators, parent, node)
                : bytes[node.Value];
        }

        return new HeldBytes(bytes, total);
    }

    /// <summary>Code that lives through one function alone is that function's: <c>new Function</c> makes such code.</summary>
    private static long OwnCode(DominatorTree dominators, NodeIndex holder, NodeIndex code) =>
        dominators.ImmediateDominatorOf(code) == holder ? dominators.RetainedSizeOf(code) : 0;

    public long Of(NodeIndex node) => _bytes[node.Value];

    public void Dispose() => _bytes.Dispose();
}
