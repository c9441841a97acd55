using Heapwise.Heap.Graph;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// The memory of array buffers, outside the heap: a node for each, whose size the buffer knows. Its contents are never read.
/// </summary>
internal sealed class BackingStores(HeapFacts facts, SnapshotGraph graph)
{
    private readonly Dictionary<ulong, int> _nodes = [];

    /// <summary>An edge from the buffer that is being described to its memory, if it has some.</summary>
    public void Add(NodeEdges edges)
    {
        var store = facts.Image.WordAt(edges.Slot, facts.Layout.BufferStore);
        var bytes = (long)facts.Image.WordAt(edges.Slot, facts.Layout.BufferLength);
        if (store == 0 || bytes < 0) return;
        if (!_nodes.TryGetValue(store, out var node))
        {
            node = graph.Reserve(1);
            _nodes.Add(store, node);
            graph.Set(node, NodeType.Native, 2L * _nodes.Count, bytes);
            graph.Rename(node, facts.Names.Intern("system / JSArrayBufferData"));
        }

        edges.Extra(EdgeType.Internal, facts.Names.Intern("backing_store"), node);
    }
}
