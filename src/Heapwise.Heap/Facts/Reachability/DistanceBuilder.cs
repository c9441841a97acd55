using System.Globalization;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Reachability;

/// <summary>
/// Computes distances breadth-first by Chrome DevTools' rules: first from the user roots (distance 1), then from the root itself
/// (distance <see cref="Distances.SystemBase"/>) for the nodes not yet reached. It skips weak edges, the sloppy function map of a
/// native context, the descriptor links of "(map descriptors)", and of each WeakMap entry the edge that it finds first.
/// For most edges, one bit per node shows whether the target was seen. Temporary memory: 4 bytes per node in the queue.
/// </summary>
internal sealed class DistanceBuilder
{
    private readonly GraphColumns _columns;
    private readonly StringTable _strings;
    private readonly KnownNames _names;
    private readonly CancellationToken _cancellation;
    private readonly NodeBits _seen;
    private readonly NodeBits _special;
    private readonly HashSet<int> _halfMetPairs = [];
    private readonly IntQueue _queue = new();

    private DistanceBuilder(GraphColumns columns, StringTable strings, KnownNames names, CancellationToken cancellation)
    {
        _columns = columns;
        _strings = strings;
        _names = names;
        _cancellation = cancellation;
        _seen = new NodeBits((int)columns.Types.Length);
        _special = FindSpecial(columns, names);
    }

    public static Distances Build(GraphColumns columns, StringTable strings, KnownNames names, CancellationToken cancellation) =>
        new DistanceBuilder(columns, strings, names, cancellation).Build();

    private Distances Build()
    {
        var distances = Distances.Unknown(_columns.Types.Length);
        var hasUserRoots = false;
        for (var edge = _columns.FirstEdges[0]; edge < _columns.FirstEdges[1]; edge++)
        {
            var target = _columns.Edges[edge].Target;
            var userRoot = _columns.Types[target] != (byte)NodeType.Synthetic || PageOwnership.IsDocumentDomTrees(_columns, _names, target);
            if (!userRoot || !_seen.Add(target)) continue;
            distances.Set(target, 1);
            _queue.Enqueue(target);
            hasUserRoots = true;
        }

        Search(distances);
        distances.Set(0, hasUserRoots ? Distances.SystemBase : 0);
        _seen.Set(0);
        _queue.Enqueue(0);
        Search(distances);
        return distances;
    }

    private unsafe void Search(Distances distances)
    {
        var first = _columns.FirstEdges.Span;
        var edges = _columns.Edges.Span;
        var seen = _seen;
        var queue = _queue;
        for (var met = 0; queue.TryDequeue(out var node); met++)
        {
            if ((met & 0xFFFFF) == 0) _cancellation.ThrowIfCancellationRequested();
            var distance = distances.Next(node);
            var narrow = distances.Narrow is { } column ? column.Pointer : null;
            var wide = narrow == null ? distances.Wide!.Pointer : null; // one of the two always exists
            var special = _special[node];
            for (int edge = first[node], end = first[node + 1]; edge < end; edge++)
            {
                var target = edges[edge].Target;
                if (seen[target] || edges[edge].IsWeak || (special && IsSkipped(node, edge))) continue;
                if (edges[edge].Type == EdgeType.Internal && IsFirstOfPair(node, edge)) continue;
                seen.Set(target);
                if (narrow != null) narrow[target] = (ushort)distance;
                else wide[target] = distance;
                queue.Enqueue(target);
            }
        }
    }

    private bool IsSkipped(int node, int edge)
    {
        var name = _columns.EdgeNameOf(edge);
        var named = _columns.Edges[edge].HasStringName;
        if (_columns.Types[node] == (byte)NodeType.Hidden) return named && name == _names.SloppyFunctionMap;
        if (!named) return IsDescriptorLink(name);
        return LeadingNumber(_strings[(int)name]) is { } index && IsDescriptorLink(index);
    }

    private static bool IsDescriptorLink(long index) => index >= 2 && index % 3 == 1;

    /// <summary>The number at the start of a name, as JavaScript's parseInt reads it; null if there is none.</summary>
    private static long? LeadingNumber(string name)
    {
        var digits = name.AsSpan().TrimStart();
        var count = 0;
        while (count < digits.Length && char.IsAsciiDigit(digits[count])) count++;
        return long.TryParse(digits[..count], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private bool IsFirstOfPair(int node, int edge)
    {
        if (!_names.TryWeakMapEntry((int)_columns.EdgeNameOf(edge), out var entry)) return false;
        if (_special[node] && _columns.Types[node] == (byte)NodeType.Array) return false; // the descriptor rule has already decided
        return !_halfMetPairs.Remove(entry.Pair) && _halfMetPairs.Add(entry.Pair);
    }

    /// <summary>Nodes whose edges cannot be judged by their type alone.</summary>
    private static NodeBits FindSpecial(GraphColumns columns, KnownNames names)
    {
        var types = columns.Types.Span;
        var nodeNames = columns.Names.Span;
        var special = new NodeBits(types.Length);
        for (var node = 0; node < types.Length; node++)
        {
            if ((types[node] == (byte)NodeType.Array && nodeNames[node] == (uint)names.MapDescriptors)
                || (types[node] == (byte)NodeType.Hidden && nodeNames[node] == (uint)names.NativeContext)) special.Set(node);
        }

        return special;
    }
}
