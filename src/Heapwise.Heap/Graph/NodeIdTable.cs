using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Graph;

/// <summary>
/// Finds nodes by V8's ids. V8 numbers objects consecutively, so nearly all ids index a table directly, with odd and even ids in
/// separate tables. Ids far beyond the number of nodes (some even ids are hashes) are in a dictionary. 4 to 8 bytes per node.
/// </summary>
internal sealed class NodeIdTable
{
    private readonly int[] _odd;
    private readonly int[] _even;
    private readonly Dictionary<long, int> _others = [];

    public NodeIdTable(WideColumn ids)
    {
        var limit = (4L * ids.Length) + 1024;
        var (odd, even) = (0L, 0L);
        for (var node = 0; node < ids.Length; node++)
        {
            var id = ids.Get(node);
            if (id >> 1 >= limit) continue;
            if ((id & 1) == 1) odd = Math.Max(odd, (id >> 1) + 1);
            else even = Math.Max(even, (id >> 1) + 1);
        }

        _odd = new int[odd];
        _even = new int[even];
        for (var node = 0; node < ids.Length; node++) Add(ids.Get(node), node);
    }

    /// <summary>Whether some id belongs to more than one node, which V8 never writes.</summary>
    public bool HasRepeats { get; private set; }

    /// <summary>The first node with an id, or -1.</summary>
    public int Find(long id)
    {
        var table = (id & 1) == 1 ? _odd : _even;
        var at = id >> 1;
        if (at >= 0 && at < table.Length && table[at] != 0) return table[at] - 1;
        return _others.TryGetValue(id, out var node) ? node : -1;
    }

    private void Add(long id, int node)
    {
        var table = (id & 1) == 1 ? _odd : _even;
        var at = id >> 1;
        if (at >= table.Length)
        {
            HasRepeats |= !_others.TryAdd(id, node);
            return;
        }

        if (table[at] != 0) HasRepeats = true;
        else table[at] = node + 1;
    }
}
