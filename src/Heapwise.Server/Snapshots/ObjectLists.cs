using System.Collections.Concurrent;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Heap.Graph;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Snapshots;

/// <summary>
/// The objects of a class, or all, filtered and in order. An order that was asked for is kept: scrolling through millions of rows only
/// copies windows of it. Cost of a new one: a pass over the objects.
/// </summary>
internal static class ObjectLists
{
    /// <summary>Objects that are matched by one core at a time.</summary>
    private const int BlockNodes = 1 << 17;

    /// <param name="heap">The heap.</param>
    /// <param name="heapClass">Only objects of this class; null: all.</param>
    /// <param name="part">Which of them.</param>
    /// <param name="query">Filter, order and window.</param>
    public static RowPage<ObjectRow> Read(OpenHeap heap, HeapClass? heapClass, ObjectPart part, RowQuery query)
    {
        var total = heapClass?.Count ?? heap.Snapshot.NodeCount;
        var filter = RowFilter.Parse(query.Filter);
        var name = $"{heapClass?.Key ?? "*"}|{part.Name}|{query.Filter}";
        var order = heap.Orders.Get($"{name}|{query.Sort}|{query.Order}", () =>
            new NodeOrder(heap.Snapshot, heap.Matches.Get(name, () => Match(heap, heapClass, part, filter)), query));
        return Page(heap, total, order, query);
    }

    /// <summary>The rows of a list of nodes that is at hand, such as the children of one object.</summary>
    public static RowPage<ObjectRow> Read(OpenHeap heap, string name, ReadOnlySpan<NodeIndex> nodes, RowQuery query)
    {
        var all = nodes.ToArray();
        var matcher = new NodeMatcher(heap.Snapshot, RowFilter.Parse(query.Filter), ObjectPart.All);
        var order = heap.Orders.Get($"{name}|{query.Filter}|{query.Sort}|{query.Order}", () =>
            new NodeOrder(heap.Snapshot, [.. all.Where(matcher.Matches).Select(node => node.Value)], query));
        return Page(heap, all.Length, order, query);
    }

    private static RowPage<ObjectRow> Page(OpenHeap heap, long total, NodeOrder order, RowQuery query) => new(
        total, order.Count, query.From, [.. order.Read(query).Select(node => ObjectRow.From(heap.Snapshot, new NodeIndex(node)))]);

    private static int[] Match(OpenHeap heap, HeapClass? heapClass, ObjectPart part, RowFilter filter)
    {
        var snapshot = heap.Snapshot;
        var ofClass = heapClass is null ? null : heap.Members.Of(PositionOf(snapshot.Classes.ByPosition, heapClass)).ToArray();
        if (filter.IsEmpty && part.IsAll) return ofClass ?? [.. Enumerable.Range(0, snapshot.NodeCount)];
        var matcher = new NodeMatcher(snapshot, filter, part);
        var count = ofClass?.Length ?? snapshot.NodeCount;
        var blocks = new List<int>[(count + BlockNodes - 1) / BlockNodes];
        Parallel.ForEach(Partitioner.Create(0, blocks.Length, 1), range =>
        {
            for (var block = range.Item1; block < range.Item2; block++)
            {
                var found = blocks[block] = [];
                var end = Math.Min(count, (block + 1) * BlockNodes);
                for (var i = block * BlockNodes; i < end; i++)
                {
                    var node = new NodeIndex(ofClass is null ? i : ofClass[i]);
                    if (matcher.Matches(node)) found.Add(node.Value);
                }
            }
        });
        var all = new int[blocks.Sum(found => found.Count)];
        var next = 0;
        foreach (var found in blocks)
        {
            found.CopyTo(all, next);
            next += found.Count;
        }

        return all;
    }

    internal static int PositionOf(IReadOnlyList<HeapClass> classes, HeapClass wanted)
    {
        for (var i = 0; i < classes.Count; i++)
        {
            if (ReferenceEquals(classes[i], wanted)) return i;
        }

        return -1;
    }
}
