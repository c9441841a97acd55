using System.Collections.Concurrent;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Server.Requests;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Snapshots;

/// <summary>
/// An order of nodes that a table has asked for. The first rows are picked out in one pass; the whole order is sorted in the background
/// once somebody scrolls. Equal nodes are in file order in both, so that no row appears twice. What is sorted is a copy of the numbers, so
/// that the snapshot may be closed meanwhile. Memory: 4 bytes a node, and 12 more until it is sorted.
/// </summary>
internal sealed class NodeOrder
{
    /// <summary>Rows that are picked out instead of waiting for all to be sorted.</summary>
    private const int MaxPicked = 1_000;

    private const int BlockNodes = 1 << 16;

    private readonly bool _isAscending;
    private readonly Lazy<Task<int[]>> _sorted;
    private volatile Unsorted? _unsorted;

    /// <param name="snapshot">The snapshot.</param>
    /// <param name="nodes">Those that match, in file order.</param>
    /// <param name="query">The order.</param>
    public NodeOrder(HeapSnapshot snapshot, int[] nodes, RowQuery query)
    {
        var (key, isUsuallyAscending) = KeyOf(snapshot, query.Sort);
        var keys = new long[nodes.Length];
        if (nodes.Length > 0)
        {
            Parallel.ForEach(Partitioner.Create(0, nodes.Length, BlockNodes), range =>
            {
                for (var i = range.Item1; i < range.Item2; i++) keys[i] = key(new NodeIndex(nodes[i]));
            });
        }

        Count = nodes.Length;
        _isAscending = query.IsAscending(isUsuallyAscending);
        _unsorted = new Unsorted(nodes, keys);
        _sorted = new Lazy<Task<int[]>>(() => Task.Run(Sort));
    }

    public int Count { get; }

    /// <summary>The nodes of a window.</summary>
    public IReadOnlyList<int> Read(RowQuery query)
    {
        if (query.To <= MaxPicked && Count > MaxPicked && _unsorted is { } unsorted)
        {
            if (query.From > 0) _ = _sorted.Value;
            return [.. Pick(unsorted, (int)query.To).Skip(query.From)];
        }

        var from = Math.Min(query.From, Count);
        return _sorted.Value.GetAwaiter().GetResult().AsSpan(from, Math.Min(query.Count, Count - from)).ToArray();
    }

    private int[] Sort()
    {
        var (nodes, keys) = _unsorted!; // there until this ends
        var sorted = (int[])nodes.Clone();
        RadixOrder.Sort(sorted, (long[])keys.Clone(), _isAscending);
        _unsorted = null;
        return sorted;
    }

    /// <summary>The first ones, by a heap that holds the best so far, the worst of them on top.</summary>
    private Stack<int> Pick(Unsorted unsorted, int count)
    {
        var (nodes, keys) = unsorted;
        var best = new PriorityQueue<int, (long Key, int Node)>(count + 1);
        var worst = long.MinValue;
        for (var i = 0; i < nodes.Length; i++)
        {
            var key = _isAscending ? -keys[i] : keys[i];
            if (best.Count == count && key <= worst) continue; // of equal ones, the earlier is kept
            best.Enqueue(nodes[i], (key, -nodes[i]));
            if (best.Count > count) best.Dequeue();
            best.TryPeek(out _, out var last);
            worst = last.Key;
        }

        var picked = new Stack<int>(best.Count);
        while (best.TryDequeue(out var node, out _)) picked.Push(node);
        return picked;
    }

    private static (Func<NodeIndex, long> Key, bool IsUsuallyAscending) KeyOf(HeapSnapshot snapshot, string? sort)
    {
        var (graph, distances) = (snapshot.Graph, snapshot.Distances);
        return sort switch
        {
            "shallow" => (graph.ShallowSizeOf, false),
            "distance" => (node => (uint)distances.Of(node), true), // unreached ones are last
            "id" => (node => graph.IdOf(node).Value, true),
            "edges" => (node => graph.EdgeCountOf(node), false),
            null or "retained" => (snapshot.Dominators.RetainedSizeOf, false),
            _ => throw new RequestRefusedException($"sort: '{sort}' is none of retained, shallow, distance, id, edges"),
        };
    }

    /// <param name="Nodes">In file order.</param>
    /// <param name="Keys">The number of each.</param>
    private sealed record Unsorted(int[] Nodes, long[] Keys);
}
