using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Strings;

/// <summary>
/// Nodes sorted by 32 bits of their text's hash, then by position: one number of 8 bytes per node. Sorting is faster than a table
/// of hashes, where nearly every access would miss the processor's cache, and a text that occurs once needs no entry of its own.
/// </summary>
/// <param name="capacity">The number of nodes that will be added, or more.</param>
internal sealed class NodesByHash(int capacity) : IDisposable
{
    private const int HashShift = 32;
    private const ulong End = ulong.MaxValue; // no entry: positions have 31 bits

    private readonly NativeColumn<ulong> _entries = new(capacity, zeroed: false);
    private int _count;

    /// <summary>
    /// The nodes of two sorted lists that share their 32 bits with others: runs of two nodes and more, each in the order of nodes.
    /// </summary>
    public static List<ArraySegment<NodeIndex>> FindRuns(NodesByHash left, NodesByHash right)
    {
        var (inLeft, inRight) = (0, 0);
        var nodes = new List<NodeIndex>();
        var runs = new List<(int Start, int Count)>();
        var (start, hash) = (0, 0UL);
        for (var entry = Next(); ; entry = Next())
        {
            if (entry == End || entry >> HashShift != hash)
            {
                var count = nodes.Count - start;
                if (count > 1) runs.Add((start, count));
                else nodes.RemoveRange(start, count);
                if (entry == End) break;
                (start, hash) = (nodes.Count, entry >> HashShift);
            }

            nodes.Add(new NodeIndex((int)(uint)entry));
        }

        var all = nodes.ToArray();
        return runs.ConvertAll(run => new ArraySegment<NodeIndex>(all, run.Start, run.Count));

        ulong Next() => left.EntryAt(inLeft) < right.EntryAt(inRight) ? left.EntryAt(inLeft++) : right.EntryAt(inRight++);
    }

    public void Add(int node, TextHash hash) => _entries[_count++] = ((ulong)hash.Bits << HashShift) | (uint)node;

    /// <summary>Sorts the lower and the upper half of the hashes on two processors.</summary>
    public void Sort()
    {
        var middle = Partition();
        Parallel.Invoke(() => _entries.Slice(0, middle).Sort(), () => _entries.Slice(middle, _count - middle).Sort());
    }

    public void Dispose() => _entries.Dispose();

    /// <summary>Moves the entries whose highest bit is set behind the others; returns the number of the others.</summary>
    private int Partition()
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            if ((long)_entries[low] >= 0) low++;
            else Swap(low, --high);
        }

        return low;
    }

    private void Swap(int x, int y) => (_entries[x], _entries[y]) = (_entries[y], _entries[x]);

    private ulong EntryAt(int index) => index < _count ? _entries[index] : End;
}
