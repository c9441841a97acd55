using System.Runtime.InteropServices;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Survivors;

/// <summary>
/// The tree of best paths, reduced to the owners of survivors and what is above them, with the survivors at or below each node
/// counted by interval. Memory: about 60 bytes an owner or ancestor of one.
/// </summary>
internal sealed class OwnerTree
{
    private readonly SurvivorSet _survivors;
    private readonly Dictionary<int, int> _slots = [];
    private readonly List<int> _nodes = [];
    private readonly List<int> _counts = [];
    private readonly (int Parent, int Slot)[] _children;
    private readonly (int Owner, int Unit)[] _units;

    public OwnerTree(SurvivorSet survivors)
    {
        _survivors = survivors;
        _units = new (int, int)[survivors.UnitCount];
        for (var unit = 0; unit < survivors.UnitCount; unit++)
        {
            var owner = survivors.OwnerOf(unit);
            _units[unit] = (owner.Value, unit);
            Add(SlotOf(owner), survivors.CountsOf(unit));
        }

        Array.Sort(_units);
        _children = RollUp();
    }

    /// <summary>The root of the snapshot, if there is any survivor.</summary>
    public int? RootSlot => _slots.TryGetValue(0, out var slot) ? slot : null;

    public NodeIndex NodeOf(int slot) => new(_nodes[slot]);

    /// <summary>Survivors at or below a node by interval.</summary>
    public ReadOnlySpan<int> CountsOf(int slot) =>
        CollectionsMarshal.AsSpan(_counts).Slice(slot * _survivors.IntervalCount, _survivors.IntervalCount);

    public IEnumerable<int> ChildrenOf(int slot)
    {
        var first = First(_children, (slot, int.MinValue));
        for (var at = first; at < _children.Length && _children[at].Parent == slot; at++) yield return _children[at].Slot;
    }

    /// <summary>Units that the node itself owns.</summary>
    public IEnumerable<int> UnitsAt(int slot)
    {
        var owner = _nodes[slot];
        var first = First(_units, (owner, int.MinValue));
        for (var at = first; at < _units.Length && _units[at].Owner == owner; at++) yield return _units[at].Unit;
    }

    /// <summary>Units of the node and of everything below it.</summary>
    public IEnumerable<int> UnitsBelow(int slot)
    {
        var waiting = new Stack<int>();
        waiting.Push(slot);
        while (waiting.TryPop(out var at))
        {
            foreach (var unit in UnitsAt(at)) yield return unit;
            foreach (var child in ChildrenOf(at)) waiting.Push(child);
        }
    }

    private static int First<T>(T[] sorted, T min)
    {
        var at = Array.BinarySearch(sorted, min);
        return at < 0 ? ~at : at;
    }

    /// <summary>The node's slot. The first call also gives slots to all of its ancestors.</summary>
    private int SlotOf(NodeIndex node)
    {
        for (var at = node; ; at = _survivors.Paths.ParentOf(at))
        {
            if (!_slots.TryAdd(at.Value, _nodes.Count)) break;
            _nodes.Add(at.Value);
            for (var i = 0; i < _survivors.IntervalCount; i++) _counts.Add(0);
            if (_survivors.Paths.ParentEdgeOf(at) is null) break;
        }

        return _slots[node.Value];
    }

    private void Add(int slot, ReadOnlySpan<int> counts)
    {
        for (var i = 0; i < counts.Length; i++) _counts[(slot * _survivors.IntervalCount) + i] += counts[i];
    }

    /// <summary>Adds each node's counts to its parent's, the farthest from the root first.</summary>
    private (int Parent, int Slot)[] RollUp()
    {
        var paths = _survivors.Paths;
        var order = Enumerable.Range(0, _nodes.Count).OrderByDescending(slot => paths.CostOf(new NodeIndex(_nodes[slot]))).ToArray();
        var children = new List<(int Parent, int Slot)>(_nodes.Count);
        foreach (var slot in order)
        {
            if (paths.ParentEdgeOf(new NodeIndex(_nodes[slot])) is null) continue;
            var parent = _slots[paths.ParentOf(new NodeIndex(_nodes[slot])).Value];
            children.Add((parent, slot));
            Add(parent, CountsOf(slot).ToArray());
        }

        var sorted = children.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
