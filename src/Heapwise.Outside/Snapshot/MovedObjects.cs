using System.Collections;
using Heapwise.Heap.Graph;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// Finds objects again that have moved between two captures: V8 moves the young, and the old when it compacts pages. Where an object that
/// is known refers to one that is not, and referred in the same way (by the same property, variable, or index) to one of the same type and
/// name that is gone from its place, the two are taken for one. So a whole structure is followed from whatever holds it. Entries that were
/// replaced by others of their class, at the same index of a list, count as old.
/// Time is that of one pass over the edges.
/// </summary>
internal sealed class MovedObjects
{
    private readonly ObjectIdentities.Capture _before;
    private readonly ObjectIdentities.Capture _now;
    private readonly SnapshotGraph _old;
    private readonly SnapshotGraph _new;
    private readonly EarlierEdges _edges;

    /// <summary>Objects of the capture before that are found.</summary>
    private readonly BitArray _isFound;
    private readonly Stack<(int Now, int Before)> _waiting = new();

    public MovedObjects(ObjectIdentities.Capture before, ObjectIdentities.Capture now, SnapshotGraph graph)
    {
        (_before, _now) = (before, now);
        (_old, _new) = (before.Graph!, graph); // it is kept with what it holds
        _edges = new EarlierEdges(_old, MayBeOne);
        _isFound = new BitArray(before.Count);
        for (var i = 0; i < now.Count; i++)
        {
            if (now.Earlier[i] < 0) continue;
            if (IsContradicted(now.FirstNode + i, now.Earlier[i]))
            {
                now.Earlier[i] = -1;
                continue;
            }

            _isFound[now.Earlier[i] - before.FirstNode] = true;
            Stayed++;
        }
    }

    /// <summary>Objects that are at their old addresses.</summary>
    public int Stayed { get; }

    /// <summary>Fills in what is found.</summary>
    /// <returns>How many.</returns>
    public int Follow()
    {
        var found = 0;
        for (var root = 0; root < _now.FirstNode; root++) FollowFrom(root, root);
        for (var i = 0; i < _now.Count; i++)
            if (_now.Earlier[i] is >= 0 and var earlier)
                FollowFrom(_now.FirstNode + i, earlier);
        return found;

        void FollowFrom(int now, int before)
        {
            found += Compare(now, before);
            while (_waiting.TryPop(out var pair)) found += Compare(pair.Now, pair.Before);
        }
    }

    /// <summary>Takes what two states of one object refer to for the same, where nothing speaks against it.</summary>
    private int Compare(int now, int before)
    {
        _edges.Begin(before, isRearranged: _new.SizeOf(now) != _old.SizeOf(before));
        var first = _new.FirstEdgeOf(now);
        var found = 0;
        for (var i = 0; i < _new.EdgeCountOf(now); i++)
        {
            var edge = _new.EdgeAt(first + i);
            if (edge.Kind == EdgeType.Weak || !_now.HasNode(edge.Target)) continue;
            if (_now.Earlier[edge.Target - _now.FirstNode] is >= 0 and var known)
            {
                _edges.Align(i, known);
                continue;
            }

            var earlier = _edges.Find(i, edge, _new.Names, isText: _new.KindOf(edge.Target) == NodeType.String);
            if (earlier < 0) continue;
            _now.Earlier[edge.Target - _now.FirstNode] = earlier;
            _isFound[earlier - _before.FirstNode] = true;
            _waiting.Push((edge.Target, earlier));
            found++;
        }

        return found;
    }

    private bool MayBeOne(int now, int before) =>
        _before.HasNode(before)
        && !_isFound[before - _before.FirstNode]
        && _now.Types[now - _now.FirstNode] == _before.Types[before - _before.FirstNode]
        && _new.Names[_new.NameOf(now)].SequenceEqual(_old.Names[_old.NameOf(before)])
        && !IsContradicted(now, before);

    /// <summary>
    /// Whether most numbers and texts in the fields of an object differ from those before. Pointers prove nothing: a program that does the
    /// same again may lay out its new objects exactly where others have moved away.
    /// </summary>
    private bool IsContradicted(int now, int before)
    {
        if (_new.KindOf(now) != NodeType.Object) return false;
        var (equal, different) = Evidence.CompareNumbers(_before.Evidence[before - _before.FirstNode], _now.Evidence[now - _now.FirstNode]);
        var (firstNow, firstBefore) = (_new.FirstEdgeOf(now), _old.FirstEdgeOf(before));
        for (var i = 0; i < Math.Min(_new.EdgeCountOf(now), _old.EdgeCountOf(before)); i++)
        {
            var (edge, earlier) = (_new.EdgeAt(firstNow + i), _old.EdgeAt(firstBefore + i));
            if (edge.Kind is not (EdgeType.Property or EdgeType.Context) || edge.Kind != earlier.Kind) continue;
            if (_new.KindOf(edge.Target) != NodeType.String || _old.KindOf(earlier.Target) != NodeType.String) continue;
            if (!_new.Names[edge.NameOrIndex].SequenceEqual(_old.Names[earlier.NameOrIndex])) continue;
            if (_new.Names[_new.NameOf(edge.Target)].SequenceEqual(_old.Names[_old.NameOf(earlier.Target)])) equal++;
            else different++;
        }

        return different > equal;
    }
}
