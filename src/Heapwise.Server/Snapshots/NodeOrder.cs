using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Server.Requests;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Snapshots;

/// <summary>
/// An order of nodes that a table has asked for. The first window of a new order is picked out in one pass, while the whole order is sorted
/// in the background for whoever scrolls on: equal nodes are in file order in both, so that no row appears twice.
/// </summary>
internal sealed class NodeOrder
{
    /// <summary>Rows that are picked out instead of waiting for all to be sorted.</summary>
    private const int MaxPicked = 1_000;

    private readonly HeapSnapshot _snapshot;
    private readonly int[] _nodes;
    private readonly Func<NodeIndex, long> _key;
    private readonly bool _isAscending;
    private readonly Lazy<Task<int[]>> _sorted;

    /// <param name="snapshot">The snapshot.</param>
    /// <param name="nodes">Those that match, in file order.</param>
    /// <param name="query">The order.</param>
    public NodeOrder(HeapSnapshot snapshot, int[] nodes, RowQuery query)
    {
        (_snapshot, _nodes) = (snapshot, nodes);
        (_key, var isUsuallyAscending) = KeyOf(query.Sort);
        _isAscending = query.IsAscending(isUsuallyAscending);
        _sorted = new Lazy<Task<int[]>>(() => Task.Run(Sort));
    }

    public int Count => _nodes.Length;

    /// <summary>The nodes of a window.</summary>
    public IReadOnlyList<int> Read(RowQuery query)
    {
        var sorting = _sorted.Value;
        if (sorting.IsCompleted || query.To > MaxPicked || _nodes.Length <= MaxPicked)
        {
            var from = Math.Min(query.From, Count);
            return sorting.GetAwaiter().GetResult().AsSpan(from, Math.Min(query.Count, Count - from)).ToArray();
        }

        return [.. Pick((int)query.To).Skip(query.From)];
    }

    private int[] Sort()
    {
        var (nodes, keys) = ((int[])_nodes.Clone(), new long[_nodes.Length]);
        for (var i = 0; i < nodes.Length; i++) keys[i] = _key(new NodeIndex(nodes[i]));
        RadixOrder.Sort(nodes, keys, _isAscending);
        return nodes;
    }

    /// <summary>The first ones, by a heap that holds the best so far, the worst of them on top.</summary>
    private IEnumerable<int> Pick(int count)
    {
        var best = new PriorityQueue<int, (long Key, int Node)>(count + 1);
        var worst = long.MinValue;
        foreach (var node in _nodes)
        {
            var key = _key(new NodeIndex(node));
            if (_isAscending) key = -key;
            if (best.Count == count && key <= worst) continue; // of equal ones, the earlier is kept
            best.Enqueue(node, (key, -node));
            if (best.Count > count) best.Dequeue();
            best.TryPeek(out _, out var last);
            worst = last.Key;
        }

        var picked = new Stack<int>(best.Count);
        while (best.TryDequeue(out var node, out _)) picked.Push(node);
        return picked;
    }

    private (Func<NodeIndex, long> Key, bool IsUsuallyAscending) KeyOf(string? sort)
    {
        var (graph, distances) = (_snapshot.Graph, _snapshot.Distances);
        return sort switch
        {
            "shallow" => (graph.ShallowSizeOf, false),
            "distance" => (node => (uint)distances.Of(node), true), // unreached ones are last
            "id" => (node => graph.IdOf(node).Value, true),
            "edges" => (node => graph.EdgeCountOf(node), false),
            null or "retained" => (_snapshot.Dominators.RetainedSizeOf, false),
            _ => throw new BadRequestException($"sort: '{sort}' is none of retained, shallow, distance, id, edges"),
        };
    }
}
