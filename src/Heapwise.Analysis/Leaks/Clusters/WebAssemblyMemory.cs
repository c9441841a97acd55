using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// The memory of a WebAssembly module: <c>Memory –N→ ArrayBuffer –backing_store→ data</c>. When it grows, V8 puts a new
/// ArrayBuffer in place of the old one, and everything that has a view of it gets a new view. So none of them retains the
/// memory, and its growth shows in what is above all of them.
/// </summary>
internal static class WebAssemblyMemory
{
    /// <summary>The share of a holder's growth that the memory must make up.</summary>
    private const double MinShare = 0.5;

    /// <summary>The memory below a holder that makes up its growth; null where there is none. Cost: one pass over the nodes.</summary>
    public static NodeIndex? FindIn(LeakContext context, GrowingHolder grown)
    {
        var snapshot = context.Snapshot;
        for (var i = 0; i < snapshot.Graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            if (!snapshot.Graph.IsObject(node, "Memory"u8) || FindBuffer(snapshot.Graph, node) is not { } buffer) continue;
            if (context.Survivors.IntervalOf(buffer) < 0 || !snapshot.Dominators.Dominates(grown.Node, buffer)) continue;
            if (SizeOf(snapshot, buffer) >= MinShare * grown.Total) return node;
        }

        return null;
    }

    /// <summary>V8 has the buffer in a field of its own, which has no name.</summary>
    private static NodeIndex? FindBuffer(HeapGraph graph, NodeIndex memory)
    {
        foreach (var edge in graph.EdgesOf(memory))
        {
            if (edge.Type is EdgeType.Hidden or EdgeType.Internal && graph.IsObject(edge.To, "ArrayBuffer"u8)) return edge.To;
        }

        return null;
    }

    private static long SizeOf(HeapSnapshot snapshot, NodeIndex buffer) =>
        snapshot.Graph.FindInternal(buffer, "backing_store"u8) is { } data ? snapshot.Dominators.RetainedSizeOf(data) : 0;
}

/// <summary>Growth of a WebAssembly memory, and what goes with it.</summary>
internal sealed record WebAssemblyOrigin : ClusterOrigin;
