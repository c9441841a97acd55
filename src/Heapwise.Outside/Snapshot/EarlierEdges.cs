using Heapwise.Heap.Graph;
using Heapwise.Outside.Naming;

namespace Heapwise.Outside.Snapshot;

/// <summary>The edges of one object in the capture before, among which those of its present state are looked up.</summary>
/// <param name="graph">That capture.</param>
/// <param name="mayBeOne">Whether an object of the present capture may be one of that capture.</param>
internal sealed class EarlierEdges(SnapshotGraph graph, Func<int, int, bool> mayBeOne)
{
    /// <summary>How far the entries of a table may have shifted that hold nothing known.</summary>
    private const int Reach = 4;

    private Dictionary<(EdgeType Kind, int Name), int>? _byName;
    private Dictionary<int, int>? _places;
    private long _first;
    private int _count;
    private int _shift;
    private bool _isRearranged;

    /// <summary>Begins another object.</summary>
    /// <param name="node">Its node in the capture before.</param>
    /// <param name="isRearranged">
    /// Whether it is of another size now: the numbers of a table's entries are others then, and their order is the same.
    /// </param>
    public void Begin(int node, bool isRearranged)
    {
        (_first, _count, _isRearranged) = (graph.FirstEdgeOf(node), graph.EdgeCountOf(node), isRearranged);
        (_byName, _places, _shift) = (null, null, 0);
    }

    /// <summary>Tells that an edge, at this place among the present ones, leads to what this node of the capture before is.</summary>
    public void Align(int place, int target)
    {
        if (!_isRearranged || TargetAt(place + _shift) == target) return;
        _places ??= Places();
        if (_places.TryGetValue(target, out var earlier)) _shift = earlier - place;
    }

    /// <summary>What the object referred to in the same way, if that may be the same; negative otherwise.</summary>
    /// <param name="place">The place of the edge among the present ones.</param>
    /// <param name="edge">The edge.</param>
    /// <param name="names">The names of the present capture.</param>
    /// <param name="isText">Whether it leads to a string, which is like few others.</param>
    public int Find(int place, (EdgeType Kind, int Name, int Target) edge, NameTable names, bool isText)
    {
        if (_isRearranged && edge.Kind == EdgeType.Internal && IsNumber(names[edge.Name])) return FindInOrder(place, edge.Target, isText);
        var target = place < _count && IsSame(edge, graph.EdgeAt(_first + place), names) ? TargetAt(place) : FindByName(edge, names);
        return target >= 0 && mayBeOne(edge.Target, target) ? target : -1;
    }

    private int FindInOrder(int place, int target, bool isText)
    {
        for (var distance = 0; distance <= (isText ? Reach : 0); distance++)
        {
            foreach (var shift in (ReadOnlySpan<int>)[_shift + distance, _shift - distance])
            {
                if (TargetAt(place + shift) is not (>= 0 and var earlier) || !mayBeOne(target, earlier)) continue;
                _shift = shift;
                return earlier;
            }
        }

        return -1;
    }

    private int FindByName((EdgeType Kind, int Name, int Target) edge, NameTable names)
    {
        _byName ??= Names();
        var name = HasIndex(edge.Kind) ? edge.Name : graph.Names.Find(names[edge.Name]);
        return name >= 0 && _byName.TryGetValue((edge.Kind, name), out var target) ? target : -1;
    }

    private int TargetAt(int place) => place >= 0 && place < _count ? graph.EdgeAt(_first + place).Target : -1;

    private bool IsSame((EdgeType Kind, int Name, int Target) now, (EdgeType Kind, int Name, int Target) before, NameTable names) =>
        now.Kind == before.Kind
        && (HasIndex(now.Kind) ? now.Name == before.Name : names[now.Name].SequenceEqual(graph.Names[before.Name]));

    private Dictionary<(EdgeType Kind, int Name), int> Names()
    {
        var targets = new Dictionary<(EdgeType, int), int>(_count);
        for (var i = 0; i < _count; i++)
        {
            var (kind, name, target) = graph.EdgeAt(_first + i);
            targets.TryAdd((kind, name), target);
        }

        return targets;
    }

    private Dictionary<int, int> Places()
    {
        var places = new Dictionary<int, int>(_count);
        for (var i = 0; i < _count; i++) places.TryAdd(graph.EdgeAt(_first + i).Target, i);
        return places;
    }

    private static bool HasIndex(EdgeType kind) => kind is EdgeType.Element or EdgeType.Hidden;

    private static bool IsNumber(ReadOnlySpan<byte> name) => name.Length > 0 && char.IsAsciiDigit((char)name[0]);
}
