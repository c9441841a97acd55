using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Format;

/// <summary>Stores the <c>edges</c> array in a column; targets become node positions.</summary>
internal sealed class EdgeSink : IGrowingSink, IDisposable
{
    private readonly EdgeLayout _layout;
    private readonly ulong _nodeStride;
    private readonly ulong _reciprocal; // 2³² / stride, rounded up: multiplying divides multiples of the stride below 2³² exactly
    private readonly Lock _gate = new();
    private readonly Dictionary<int, long> _largeNames = [];
    private uint _maxStringName;
    private int _maxTarget = -1;
    private bool _handedOut;

    public EdgeSink(EdgeLayout layout, int nodeStride, long expected)
    {
        _layout = layout;
        _nodeStride = (ulong)nodeStride;
        _reciprocal = (uint.MaxValue / _nodeStride) + 1;
        Edges = new NativeColumn<PackedEdge>(expected);
    }

    public int Stride => _layout.Stride;

    public NativeColumn<PackedEdge> Edges { get; }

    /// <summary>The largest string index used as a name.</summary>
    public uint MaxStringName => _maxStringName;

    /// <summary>The largest node position used as a target; -1 without edges.</summary>
    public int MaxTarget => _maxTarget;

    public IReadOnlyDictionary<int, long> LargeNames => _largeNames;

    public bool HasRoomFor(long numbers) => numbers / Stride <= Edges.Length;

    public string? Grow(long numbers)
    {
        var edges = numbers / Stride;
        if (edges > SnapshotLimits.Edges) return $"more than {SnapshotLimits.Edges} edges";
        Resize(Math.Min(SnapshotLimits.Edges, Math.Max(edges, Edges.Length * 2)));
        return null;
    }

    public unsafe void Accept(ReadOnlySpan<ulong> values, long firstNumber)
    {
        var (stride, typeField, nameField, targetField) = (_layout.Stride, _layout.Type, _layout.Name, _layout.ToNode);
        var map = _layout.TypeMap.AsSpan();
        var first = (int)(firstNumber / stride);
        var edges = Edges.Slice(first, values.Length / stride);
        var (reciprocal, nodeStride) = (_reciprocal, _nodeStride);
        ulong maxName = 0, maxTarget = 0;
        fixed (ulong* numbers = values)
        {
            var record = numbers; // stays below the end: edges.Length * stride <= values.Length
            for (var i = 0; i < edges.Length; i++, record += stride)
            {
                var (type, name, to) = (record[typeField], record[nameField], record[targetField]);
                var target = to <= uint.MaxValue ? (to * reciprocal) >> 32 : to / nodeStride;
                if (type >= (ulong)map.Length || target * nodeStride != to || target > (ulong)SnapshotLimits.Nodes)
                {
                    throw Fault(record, firstNumber + (record - numbers), target);
                }

                var kind = (EdgeType)map[(int)type];
                if (kind is not (EdgeType.Element or EdgeType.Hidden))
                {
                    if (name > SnapshotLimits.Strings) throw NoSuchString(name, firstNumber + (record - numbers) + nameField);
                    maxName = Math.Max(maxName, name);
                }

                var low = name < PackedEdge.LargeName ? (uint)name : KeepLarge(first + i, name);
                edges[i] = new PackedEdge(PackedEdge.Pack(kind, low), (int)target);
                maxTarget = Math.Max(maxTarget, target);
            }
        }

        lock (_gate)
        {
            _maxStringName = Math.Max(_maxStringName, (uint)maxName);
            _maxTarget = Math.Max(_maxTarget, values.IsEmpty ? -1 : (int)maxTarget);
        }
    }

    public void Finish(int edges) => Resize(edges);

    public void HandOut() => _handedOut = true;

    public void Dispose()
    {
        if (_handedOut) return;
        Edges.Dispose();
    }

    private unsafe ValueFaultException Fault(ulong* record, long firstNumber, ulong target)
    {
        var (type, to) = (record[_layout.Type], record[_layout.ToNode]);
        if (type >= (ulong)_layout.TypeMap.Length)
        {
            var fault = $"edge type {type}, but the head names only {_layout.TypeMap.Length} types";
            return new ValueFaultException(firstNumber + _layout.Type, fault);
        }

        var problem = target * _nodeStride != to
            ? $"an edge leads to {to}, which is not a multiple of the {_nodeStride} fields of a node"
            : $"an edge leads to node {target}, which does not exist";
        return new ValueFaultException(firstNumber + _layout.ToNode, problem);
    }

    private static ValueFaultException NoSuchString(ulong name, long number) =>
        new(number, $"an edge is named by string {name}, which does not exist");

    private uint KeepLarge(int edge, ulong name)
    {
        lock (_gate) _largeNames[edge] = (long)name;
        return PackedEdge.LargeName;
    }

    private void Resize(long edges)
    {
        if (edges == Edges.Length) return;
        Edges.Resize(edges);
    }
}
