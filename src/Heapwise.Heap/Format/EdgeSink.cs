using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Format;

/// <summary>The <c>edges</c> array into columns; targets become node positions.</summary>
internal sealed class EdgeSink : IGrowingSink, IDisposable
{
    private readonly EdgeLayout _layout;
    private readonly ulong _nodeStride;
    private readonly ulong _reciprocal;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, long> _largeNames = [];
    private uint _maxStringName;
    private int _maxTarget = -1;
    private bool _handedOut;

    public EdgeSink(EdgeLayout layout, int nodeStride, long expected)
    {
        _layout = layout;
        _nodeStride = (ulong)nodeStride;
        _reciprocal = (ulong.MaxValue / _nodeStride) + 1;
        Names = new NativeColumn<uint>(expected);
        Targets = new NativeColumn<int>(expected);
    }

    public int Stride => _layout.Stride;

    public NativeColumn<uint> Names { get; }

    public NativeColumn<int> Targets { get; }

    /// <summary>The largest string index used as a name.</summary>
    public uint MaxStringName => _maxStringName;

    /// <summary>The largest node position used as a target; -1 without edges.</summary>
    public int MaxTarget => _maxTarget;

    public IReadOnlyDictionary<int, long> LargeNames => _largeNames;

    public bool HasRoomFor(long numbers) => numbers / Stride <= Targets.Length;

    public string? Grow(long numbers)
    {
        var edges = numbers / Stride;
        if (edges > SnapshotLimits.Edges) return $"more than {SnapshotLimits.Edges} edges";
        Resize(Math.Min(SnapshotLimits.Edges, Math.Max(edges, Targets.Length * 2)));
        return null;
    }

    public void Accept(ReadOnlySpan<ulong> values, long firstNumber)
    {
        var layout = _layout;
        var map = layout.TypeMap.AsSpan();
        var edge = (int)(firstNumber / layout.Stride);
        var count = values.Length / layout.Stride;
        var names = Names.Slice(edge, count);
        var targets = Targets.Slice(edge, count);
        ulong maxName = 0;
        var maxTarget = -1;
        for (int i = 0, at = 0; i < names.Length; i++, at += layout.Stride)
        {
            var record = values.Slice(at, layout.Stride);
            var type = record[layout.Type];
            var name = record[layout.Name];
            var to = record[layout.ToNode];
            if (type >= (ulong)map.Length) throw new ValueFaultException(firstNumber + at + layout.Type, $"edge type {type}, of {map.Length} types that the head names");
            var kind = map[(int)type];
            if (kind is not ((byte)EdgeType.Element or (byte)EdgeType.Hidden))
            {
                if (name > SnapshotLimits.Strings) throw new ValueFaultException(firstNumber + at + layout.Name, $"an edge's name is string {name}: no such string");
                maxName = Math.Max(maxName, name);
            }

            var low = name < GraphColumns.LargeEdgeName ? (uint)name : KeepLarge(edge + i, name);
            names[i] = ((uint)kind << GraphColumns.EdgeNameBits) | low;
            var target = Divide(to);
            if (target * _nodeStride != to) throw new ValueFaultException(firstNumber + at + layout.ToNode, $"an edge leads to {to}, which is no multiple of the {_nodeStride} fields of a node");
            if (target > (ulong)SnapshotLimits.Nodes) throw new ValueFaultException(firstNumber + at + layout.ToNode, $"an edge leads to node {target}: no such node");
            targets[i] = (int)target;
            maxTarget = Math.Max(maxTarget, (int)target);
        }

        lock (_gate)
        {
            _maxStringName = Math.Max(_maxStringName, (uint)maxName);
            _maxTarget = Math.Max(_maxTarget, maxTarget);
        }
    }

    public void Finish(int edges) => Resize(edges);

    public void HandOut() => _handedOut = true;

    public void Dispose()
    {
        if (_handedOut) return;
        Names.Dispose();
        Targets.Dispose();
    }

    /// <summary>Division by the node's field count: exact by a multiplication below 2³², the slow instruction above.</summary>
    private ulong Divide(ulong offset) => _nodeStride > 1 && offset <= uint.MaxValue ? Math.BigMul(offset, _reciprocal, out _) : offset / _nodeStride;

    private uint KeepLarge(int edge, ulong name)
    {
        lock (_gate) _largeNames[edge] = (long)name;
        return GraphColumns.LargeEdgeName;
    }

    private void Resize(long edges)
    {
        if (edges == Targets.Length) return;
        Names.Resize(edges);
        Targets.Resize(edges);
    }
}
