using System.Collections;
using Heapwise.Heap.Graph;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// Finds objects again that have moved between two captures: V8 moves the young, and the old when it compacts pages.
/// - What is made of the same as one object before, and as no other, is that object (see <see cref="Fingerprints"/>).
/// - Where an object that is known refers to one that is not, and referred in the same way (by the same property, variable, or index) to
///   one of the same type and name that is gone from its place, the two are taken for one. So a structure is followed from what holds it.
///   Entries without numbers or texts that were replaced by others of their class, at the same index of a list, count as old.
/// - What is left is found by its first number or text, if no other object of the class has that.
/// Time is that of some passes over the objects and edges.
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
        if (Stayed == _now.Count) return 0;
        var found = FindByFingerprints();
        for (var root = 0; root < _now.FirstNode; root++) _waiting.Push((root, root));
        for (var i = 0; i < _now.Count; i++)
            if (_now.Earlier[i] is >= 0 and var earlier)
                _waiting.Push((_now.FirstNode + i, earlier));
        found += FollowWaiting();
        found += FindByContents();
        return found + FollowWaiting();
    }

    private int FollowWaiting()
    {
        var found = 0;
        while (_waiting.TryPop(out var pair)) found += Compare(pair.Now, pair.Before);
        return found;
    }

    /// <summary>Objects that are made of the same, as no others are.</summary>
    private int FindByFingerprints()
    {
        using var before = new Fingerprints(_before, _old, node => _isFound[node - _before.FirstNode] ? (ulong)node + 1 : 0);
        using var now = new Fingerprints(_now, _new, node => (ulong)(_now.Earlier[node - _now.FirstNode] + 1));
        var earlier = Unique(before);
        var found = 0;
        foreach (var (print, node) in Unique(now))
        {
            if (node < 0 || !earlier.TryGetValue(print, out var one) || one < 0 || !MayBeOne(node, one)) continue;
            Take(node, one);
            found++;
        }

        return found;
    }

    private static Dictionary<ulong, int> Unique(Fingerprints prints)
    {
        var nodes = new Dictionary<ulong, int>(prints.Unknown.Count);
        foreach (var node in prints.Unknown)
            if (Fingerprints.IsTelling(prints[node]) && !nodes.TryAdd(prints[node], node)) nodes[prints[node]] = -1;
        return nodes;
    }

    /// <summary>Objects that no other of their class is like, in the first number or text that they have.</summary>
    private int FindByContents()
    {
        var (before, now) = (new Dictionary<(int, ulong, int), int>(), new Dictionary<(int, ulong, int), int>());
        for (var i = 0; i < _before.Count; i++)
            if (!_isFound[i]) Note(before, _before, _old, _before.FirstNode + i, ofBefore: true);
        for (var i = 0; i < _now.Count; i++)
            if (_now.Earlier[i] < 0) Note(now, _now, _new, _now.FirstNode + i, ofBefore: false);
        var found = 0;
        foreach (var (contents, node) in now)
        {
            if (node < 0 || !before.TryGetValue(contents, out var earlier) || earlier < 0 || !MayBeOne(node, earlier)) continue;
            Take(node, earlier);
            found++;
        }

        return found;
    }

    private void Note(
        Dictionary<(int, ulong, int), int> nodes, ObjectIdentities.Capture capture, SnapshotGraph graph, int node, bool ofBefore)
    {
        if (graph.KindOf(node) != NodeType.Object) return;
        var at = node - capture.FirstNode;
        // Texts have the numbers that the earlier capture gave them, so that both can be compared.
        var text = capture.Numbers[at] == 0 ? FirstTextOf(graph, node) : -1;
        if (!ofBefore && text >= 0) text = _old.Names.Find(graph.Names[text]);
        if (capture.Numbers[at] == 0 && text < 0) return;
        var contents = (capture.Numbers[at], Evidence.MapOf(capture.Evidence[at]), text);
        if (!nodes.TryAdd(contents, node)) nodes[contents] = -1;
    }

    private static int FirstTextOf(SnapshotGraph graph, int node)
    {
        var first = graph.FirstEdgeOf(node);
        for (var i = 0; i < graph.EdgeCountOf(node); i++)
        {
            var edge = graph.EdgeAt(first + i);
            if (edge.Kind is EdgeType.Property or EdgeType.Context && graph.KindOf(edge.Target) == NodeType.String)
                return graph.NameOf(edge.Target);
        }

        return -1;
    }

    private void Take(int now, int before)
    {
        _now.Earlier[now - _now.FirstNode] = before;
        _isFound[before - _before.FirstNode] = true;
        _waiting.Push((now, before));
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
            Take(edge.Target, earlier);
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
