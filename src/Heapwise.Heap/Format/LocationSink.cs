using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Format;

/// <summary>The <c>locations</c> array: which node has which place. Places are few and kept once each.</summary>
internal sealed class LocationSink : IGrowingSink, IDisposable
{
    private readonly LocationLayout _layout;
    private readonly int _nodeStride;
    private readonly Lock _gate = new();
    private readonly Dictionary<SourceLocation, int> _known = [];
    private readonly List<SourceLocation> _places = [];
    private readonly NativeColumn<int> _nodes;
    private readonly NativeColumn<int> _placeOf;
    private int _maxNode = -1;

    public LocationSink(LocationLayout layout, int nodeStride, long expected)
    {
        _layout = layout;
        _nodeStride = nodeStride;
        _nodes = new NativeColumn<int>(expected);
        _placeOf = new NativeColumn<int>(expected);
    }

    public int Stride => _layout.Stride;

    public IReadOnlyList<SourceLocation> Places => _places;

    /// <summary>The largest node position with a place; -1 without any.</summary>
    public int MaxNode => _maxNode;

    public bool HasRoomFor(long numbers) => numbers / Stride <= _nodes.Length;

    public string? Grow(long numbers)
    {
        var wanted = numbers / Stride;
        if (wanted > SnapshotLimits.Nodes) return $"more than {SnapshotLimits.Nodes} locations";
        var room = Math.Min(SnapshotLimits.Nodes, Math.Max(wanted, _nodes.Length * 2));
        _nodes.Resize(room);
        _placeOf.Resize(room);
        return null;
    }

    public void Accept(ReadOnlySpan<ulong> values, long firstNumber)
    {
        var layout = _layout;
        var first = (int)(firstNumber / layout.Stride);
        lock (_gate)
        {
            var last = default(SourceLocation);
            var lastPlace = 0;
            for (int i = 0, at = 0; at + layout.Stride <= values.Length; i++, at += layout.Stride)
            {
                var record = values.Slice(at, layout.Stride);
                var (node, remainder) = Math.DivRem(record[layout.ObjectIndex], (ulong)_nodeStride);
                if (remainder != 0) throw new ValueFaultException(firstNumber + at + layout.ObjectIndex, $"a location of object {record[layout.ObjectIndex]}, which is no multiple of the {_nodeStride} fields of a node");
                if (node > (ulong)SnapshotLimits.Nodes) throw new ValueFaultException(firstNumber + at + layout.ObjectIndex, $"a location of node {node}: no such node");
                var place = new SourceLocation(Small(record, layout.ScriptId, firstNumber + at), Small(record, layout.Line, firstNumber + at), Small(record, layout.Column, firstNumber + at));
                if (place != last || lastPlace == 0)
                {
                    if (!_known.TryGetValue(place, out lastPlace))
                    {
                        _places.Add(place);
                        _known.Add(place, lastPlace = _places.Count);
                    }

                    last = place;
                }

                _nodes.Span[first + i] = (int)node;
                _placeOf.Span[first + i] = lastPlace;
                _maxNode = Math.Max(_maxNode, (int)node);
            }
        }
    }

    /// <summary>The column of places by node; the last one counts where a node has several.</summary>
    public SparseColumn? Build(int nodeCount, int count)
    {
        if (count == 0) return null;
        var bits = new NodeBits(nodeCount);
        for (var i = 0; i < count; i++) bits.Set(_nodes[i]);
        var nodes = new RankedBits(bits);
        var values = new NativeColumn<int>(nodes.Count);
        for (var i = 0; i < count; i++) values[nodes.RankOf(_nodes[i])] = _placeOf[i];
        return new SparseColumn(nodes, values);
    }

    public void Dispose()
    {
        _nodes.Dispose();
        _placeOf.Dispose();
    }

    private static int Small(ReadOnlySpan<ulong> record, int field, long firstNumber) =>
        record[field] <= uint.MaxValue ? (int)(uint)record[field] : throw new ValueFaultException(firstNumber + field, $"a location with {record[field]}, expected a 32-bit number"); // V8 writes -1 as 2³² - 1
}
