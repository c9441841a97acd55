using System.Globalization;
using System.Runtime.CompilerServices;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>
/// Breadth-first distances by Chrome DevTools' rules: first from the user roots (distance 1), then from the root itself
/// (distance <see cref="Distances.SystemBase"/>) for what is left. Skipped are weak edges, the sloppy function map of a
/// native context, the descriptor links of "(map descriptors)", and of each WeakMap entry the edge that is met first.
/// A bit a node answers "seen?" for most edges. Temporary memory: 4 bytes a node for the queue.
/// </summary>
internal sealed class DistanceBuilder
{
    private readonly GraphColumns _columns;
    private readonly StringTable _strings;
    private readonly KnownNames _names;
    private readonly CancellationToken _cancellation;
    private readonly NodeBits _seen;
    private readonly HashSet<int> _halfMetPairs = [];
    private int _queued;

    private DistanceBuilder(GraphColumns columns, StringTable strings, KnownNames names, CancellationToken cancellation)
    {
        _columns = columns;
        _strings = strings;
        _names = names;
        _cancellation = cancellation;
        _seen = new NodeBits((int)columns.Types.Length);
    }

    public static Distances Build(GraphColumns columns, StringTable strings, KnownNames names, CancellationToken cancellation) =>
        new DistanceBuilder(columns, strings, names, cancellation).Build();

    private Distances Build()
    {
        var column = new NativeColumn<int>(_columns.Types.Length);
        using var queueColumn = new NativeColumn<int>(_columns.Types.Length);
        var distances = column.Span;
        var queue = queueColumn.Span;
        distances.Fill(Distances.Unreached);
        for (var edge = _columns.FirstEdges[0]; edge < _columns.FirstEdges[1]; edge++)
        {
            var target = _columns.Targets[edge];
            var userRoot = _columns.Types[target] != (byte)NodeType.Synthetic || PageOwnership.IsDocumentDomTrees(_columns, _names, target);
            if (!userRoot || !_seen.Add(target)) continue;
            distances[target] = 1;
            queue[_queued++] = target;
        }

        var hasUserRoots = _queued > 0;
        Search(distances, queue);
        distances[0] = hasUserRoots ? Distances.SystemBase : 0;
        _seen.Set(0);
        queue[0] = 0;
        _queued = 1;
        Search(distances, queue);
        return new Distances(column);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Search(Span<int> distances, Span<int> queue)
    {
        var first = _columns.FirstEdges.Span;
        var edgeNames = _columns.EdgeNames.Span;
        var targets = _columns.Targets.Span;
        var types = _columns.Types.Span;
        var nodeNames = _columns.Names.Span;
        var seen = _seen;
        for (var at = 0; at < _queued; at++)
        {
            if ((at & 0xFFFFF) == 0) _cancellation.ThrowIfCancellationRequested();
            var node = queue[at];
            var distance = distances[node] + 1;
            var type = (NodeType)types[node];
            var special = type is NodeType.Array or NodeType.Hidden && (nodeNames[node] == (uint)_names.MapDescriptors || nodeNames[node] == (uint)_names.NativeContext);
            for (int edge = first[node], end = first[node + 1]; edge < end; edge++)
            {
                var target = targets[edge];
                if (seen[target]) continue;
                var edgeType = (EdgeType)(edgeNames[edge] >> GraphColumns.EdgeNameBits);
                if (edgeType == EdgeType.Weak) continue;
                if (special && IsSkipped(type, edge, edgeType)) continue;
                if (edgeType == EdgeType.Internal && _names.HasWeakMapEntries && IsFirstOfPair(edge, type, special)) continue;
                seen.Set(target);
                distances[target] = distance;
                queue[_queued++] = target;
            }
        }
    }

    private bool IsSkipped(NodeType type, int edge, EdgeType edgeType)
    {
        var name = _columns.EdgeNameOf(edge);
        if (type == NodeType.Hidden) return edgeType is not (EdgeType.Element or EdgeType.Hidden) && name == _names.SloppyFunctionMap;
        if (edgeType is EdgeType.Element or EdgeType.Hidden) return IsDescriptorLink(name);
        return LeadingNumber(_strings[(int)name]) is { } index && IsDescriptorLink(index);
    }

    private static bool IsDescriptorLink(long index) => index >= 2 && index % 3 == 1;

    /// <summary>The number that a name begins with, as JavaScript's parseInt reads it; null without one.</summary>
    private static long? LeadingNumber(string name)
    {
        var digits = name.AsSpan().TrimStart();
        var count = 0;
        while (count < digits.Length && char.IsAsciiDigit(digits[count])) count++;
        return long.TryParse(digits[..count], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private bool IsFirstOfPair(int edge, NodeType type, bool special)
    {
        if (special && type == NodeType.Array) return false; // the descriptor rule has decided already
        return _names.TryWeakMapEntry((int)_columns.EdgeNameOf(edge), out var entry) && !_halfMetPairs.Remove(entry.Pair) && _halfMetPairs.Add(entry.Pair);
    }
}
