using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Format;

/// <summary>Stores the <c>locations</c> array: the location of each node that has one. Each distinct location is kept once.</summary>
internal sealed class LocationSink : IGrowingSink, IDisposable
{
    private readonly LocationLayout _layout;
    private readonly int _nodeStride;
    private readonly Lock _gate = new();
    private readonly Dictionary<SourceLocation, int> _known = [];
    private readonly List<SourceLocation> _locations = [];
    private readonly NativeColumn<int> _nodes;
    private readonly NativeColumn<int> _locationOf;
    private int _maxNode = -1;

    public LocationSink(LocationLayout layout, int nodeStride, long expected)
    {
        _layout = layout;
        _nodeStride = nodeStride;
        _nodes = new NativeColumn<int>(expected);
        _locationOf = new NativeColumn<int>(expected);
    }

    public int Stride => _layout.Stride;

    public IReadOnlyList<SourceLocation> Locations => _locations;

    /// <summary>The largest node position with a location; -1 if there is none.</summary>
    public int MaxNode => _maxNode;

    public bool HasRoomFor(long numbers) => numbers / Stride <= _nodes.Length;

    public string? Grow(long numbers)
    {
        var wanted = numbers / Stride;
        if (wanted > SnapshotLimits.Nodes) return $"more than {SnapshotLimits.Nodes} locations";
        var room = Math.Min(SnapshotLimits.Nodes, Math.Max(wanted, _nodes.Length * 2));
        _nodes.Resize(room);
        _locationOf.Resize(room);
        return null;
    }

    public void Accept(ReadOnlySpan<ulong> values, long firstNumber)
    {
        var layout = _layout;
        var first = (int)(firstNumber / layout.Stride);
        lock (_gate)
        {
            var last = default(SourceLocation);
            var lastNumber = 0;
            for (int i = 0, at = 0; at + layout.Stride <= values.Length; i++, at += layout.Stride)
            {
                var record = values.Slice(at, layout.Stride);
                var (node, remainder) = Math.DivRem(record[layout.ObjectIndex], (ulong)_nodeStride);
                if (remainder != 0 || node > (ulong)SnapshotLimits.Nodes) throw NodeFault(record, firstNumber + at);
                var location = Read(record, firstNumber + at);
                if (location != last || lastNumber == 0)
                {
                    if (!_known.TryGetValue(location, out lastNumber))
                    {
                        _locations.Add(location);
                        _known.Add(location, lastNumber = _locations.Count);
                    }

                    last = location;
                }

                _nodes.Span[first + i] = (int)node;
                _locationOf.Span[first + i] = lastNumber;
                _maxNode = Math.Max(_maxNode, (int)node);
            }
        }
    }

    /// <summary>The column of locations by node; if a node has several, the last one counts.</summary>
    public SparseColumn? Build(int nodeCount, int count)
    {
        if (count == 0) return null;
        var bits = new NodeBits(nodeCount);
        for (var i = 0; i < count; i++) bits.Set(_nodes[i]);
        var nodes = new RankedBits(bits);
        var values = new NativeColumn<int>(nodes.Count);
        for (var i = 0; i < count; i++) values[nodes.RankOf(_nodes[i])] = _locationOf[i];
        return new SparseColumn(nodes, values);
    }

    public void Dispose()
    {
        _nodes.Dispose();
        _locationOf.Dispose();
    }

    private SourceLocation Read(ReadOnlySpan<ulong> record, long firstNumber) => new(
        ToInt(record, _layout.ScriptId, firstNumber),
        ToInt(record, _layout.Line, firstNumber),
        ToInt(record, _layout.Column, firstNumber));

    /// <summary>V8 writes -1 as 2³² - 1.</summary>
    private static int ToInt(ReadOnlySpan<ulong> record, int field, long firstNumber) => record[field] <= uint.MaxValue
        ? (int)(uint)record[field]
        : throw new ValueFaultException(firstNumber + field, $"a location contains {record[field]}, expected a 32-bit number");

    private ValueFaultException NodeFault(ReadOnlySpan<ulong> record, long firstNumber)
    {
        var (node, remainder) = Math.DivRem(record[_layout.ObjectIndex], (ulong)_nodeStride);
        var problem = remainder != 0
            ? $"a location of object {record[_layout.ObjectIndex]}, which is not a multiple of the {_nodeStride} fields of a node"
            : $"a location of node {node}, which does not exist";
        return new ValueFaultException(firstNumber + _layout.ObjectIndex, problem);
    }
}
