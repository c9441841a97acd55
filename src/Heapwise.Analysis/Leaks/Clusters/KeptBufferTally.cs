using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>Collects the views of one cluster. Memory: 4 bytes a view and an ArrayBuffer, in sets.</summary>
internal sealed class KeptBufferTally(HeapSnapshot snapshot)
{
    private const long MinBytesEach = 1_000;

    /// <summary>The share of the memory that the views may use; if it is more, little is wasted.</summary>
    private const double MaxUsedShare = 0.25;

    private readonly HashSet<NodeIndex> _views = [];
    private readonly HashSet<NodeIndex> _buffers = [];

    /// <summary>Takes a survivor into account if it is a view.</summary>
    public void Add(NodeIndex node)
    {
        if (BufferViews.FindBuffer(snapshot.Graph, node) is not { } buffer) return;
        _views.Add(node);
        _buffers.Add(buffer);
    }

    /// <summary>
    /// What the views keep; null where there are none, where something else keeps the memory as well, or where they use much of it. A
    /// length is needed to know that, except in the pool: a Buffer out of it has at most half a slab.
    /// </summary>
    /// <param name="lengths">Bytes of some views, from the running program.</param>
    public KeptBuffers? Find(IReadOnlyDictionary<NodeId, long> lengths)
    {
        long count = 0, bytes = 0, pooled = 0;
        foreach (var buffer in _buffers)
        {
            if (!IsHeldByViewsAlone(buffer)) continue;
            count++;
            bytes += BufferViews.BytesOf(snapshot.Graph, buffer);
            if (BufferViews.IsSlab(snapshot.Graph, buffer)) pooled++;
        }

        if (count == 0 || bytes < MinBytesEach * count) return null;
        var (arePooled, length) = (2 * pooled > count, FindUsualLength(lengths));
        var kept = new KeptBuffers(_views.Count, length, count, bytes, arePooled);
        var isWaste = length is { } each ? each * _views.Count <= MaxUsedShare * bytes : arePooled && kept.IsOneEach;
        return isWaste ? kept : null;
    }

    /// <summary>The median of the lengths that are known.</summary>
    private long? FindUsualLength(IReadOnlyDictionary<NodeId, long> lengths)
    {
        var known = new List<long>();
        foreach (var view in _views)
        {
            if (lengths.TryGetValue(snapshot.Graph.IdOf(view), out var length)) known.Add(length);
        }

        known.Sort();
        return known.Count > 0 ? known[known.Count / 2] : null;
    }

    private bool IsHeldByViewsAlone(NodeIndex buffer)
    {
        foreach (var edge in snapshot.Retainers.EdgesTo(buffer))
        {
            if (snapshot.Graph.TypeOf(edge) != EdgeType.Weak && !_views.Contains(snapshot.Graph.SourceOf(edge))) return false;
        }

        return true;
    }
}
