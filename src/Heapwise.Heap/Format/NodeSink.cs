using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Format;

/// <summary>Stores the <c>nodes</c> array in columns.</summary>
internal sealed class NodeSink : IGrowingSink, IDisposable
{
    private readonly NodeLayout _layout;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, long> _largeIds = [];
    private readonly Dictionary<int, long> _largeSizes = [];
    private uint _maxName;
    private bool _anyDetachedness;
    private bool _handedOut;

    /// <param name="layout">The position of each field.</param>
    /// <param name="expected">Nodes to make room for at first; the columns grow as needed.</param>
    /// <param name="keepTraces">Whether to keep the call that allocated each node.</param>
    public NodeSink(NodeLayout layout, long expected, bool keepTraces = false)
    {
        _layout = layout;
        Types = new NativeColumn<byte>(expected);
        Names = new NativeColumn<uint>(expected);
        Ids = new NativeColumn<uint>(expected);
        Sizes = new NativeColumn<uint>(expected);
        FirstEdges = new NativeColumn<int>(expected + 1);
        Detachedness = layout.Detachedness >= 0 ? new NativeColumn<byte>(expected) : null;
        TraceNodes = keepTraces && layout.TraceNode >= 0 ? new NativeColumn<uint>(expected) : null;
    }

    public int Stride => _layout.Stride;

    public NativeColumn<byte> Types { get; }

    public NativeColumn<uint> Names { get; }

    public NativeColumn<uint> Ids { get; }

    public NativeColumn<uint> Sizes { get; }

    /// <summary>While reading, the edge count of node i is at i + 1.</summary>
    public NativeColumn<int> FirstEdges { get; }

    public NativeColumn<byte>? Detachedness { get; }

    /// <summary>Ids of calls in the trace tree, 0 for none; null if they are not kept.</summary>
    public NativeColumn<uint>? TraceNodes { get; }

    /// <summary>The largest name index found.</summary>
    public uint MaxName => _maxName;

    public bool HasRoomFor(long numbers) => numbers / Stride <= Types.Length;

    public string? Grow(long numbers)
    {
        var nodes = numbers / Stride;
        if (nodes > SnapshotLimits.Nodes) return $"more than {SnapshotLimits.Nodes} nodes";
        Resize(Math.Min(SnapshotLimits.Nodes, Math.Max(nodes, Types.Length * 2)));
        return null;
    }

    public unsafe void Accept(ReadOnlySpan<ulong> values, long firstNumber)
    {
        var (stride, typeField, nameField, idField, sizeField, edgesField, stateField) =
            (_layout.Stride, _layout.Type, _layout.Name, _layout.Id, _layout.SelfSize, _layout.EdgeCount, _layout.Detachedness);
        var map = _layout.TypeMap.AsSpan();
        var node = (int)(firstNumber / stride);
        var count = values.Length / stride;
        var types = Types.Slice(node, count);
        var names = Names.Slice(node, count);
        var ids = Ids.Slice(node, count);
        var sizes = Sizes.Slice(node, count);
        var edgeCounts = FirstEdges.Slice(node + 1L, count);
        ulong maxName = 0, anyState = 0;
        fixed (ulong* numbers = values)
        {
            var record = numbers; // stays below the end: count * stride <= values.Length
            for (var i = 0; i < types.Length; i++, record += stride)
            {
                var (type, name, edges) = (record[typeField], record[nameField], record[edgesField]);
                var (id, size) = (record[idField], record[sizeField]);
                if (type >= (ulong)map.Length || name > SnapshotLimits.Strings || edges > SnapshotLimits.Edges)
                {
                    throw Fault(record, firstNumber + (record - numbers));
                }

                types[i] = map[(int)type];
                names[i] = (uint)name;
                maxName = Math.Max(maxName, name);
                ids[i] = (uint)id;
                sizes[i] = (uint)size;
                if ((id | size) >= uint.MaxValue) KeepLarge(node + i, id, size);
                edgeCounts[i] = (int)edges;
                if (stateField < 0 || record[stateField] == 0) continue;
                var state = record[stateField];
                if (state > 2) throw UnknownState(state, firstNumber + (record - numbers) + stateField);
                Detachedness!.Span[node + i] = (byte)state; // the file has this field, so the column exists
                anyState |= state;
            }
        }

        if (TraceNodes is not null) KeepTraces(values, TraceNodes.Slice(node, count), firstNumber);
        lock (_gate)
        {
            _maxName = Math.Max(_maxName, (uint)maxName);
            _anyDetachedness |= anyState != 0;
        }
    }

    /// <summary>Trims the columns to what was read and turns edge counts into first edges.</summary>
    /// <returns>The number of edges that the nodes claim, or -1 if it is more than can be indexed.</returns>
    public long Finish(int nodes)
    {
        Resize(nodes);
        long sum = 0;
        var first = FirstEdges.Span;
        for (var i = 1; i < first.Length; i++)
        {
            sum += first[i];
            if (sum > SnapshotLimits.Edges) return -1;
            first[i] = (int)sum;
        }

        return sum;
    }

    /// <summary>Whether the sum of all sizes fits into 63 bits. Only very large sizes can exceed it.</summary>
    public bool SizesAddUp(long extraBytes)
    {
        var sum = (UInt128)extraBytes + ((ulong)uint.MaxValue * (ulong)Types.Length);
        foreach (var size in _largeSizes.Values) sum += (ulong)size;
        if (sum <= long.MaxValue) return true;
        sum -= (ulong)uint.MaxValue * (ulong)Types.Length;
        foreach (var size in Sizes.Span) sum += size == uint.MaxValue ? 0 : size;
        return sum <= long.MaxValue;
    }

    public (WideColumn Ids, WideColumn Sizes, NativeColumn<byte>? Detachedness) HandOut()
    {
        _handedOut = true;
        if (!_anyDetachedness) Detachedness?.Dispose();
        return (new WideColumn(Ids, _largeIds), new WideColumn(Sizes, _largeSizes), _anyDetachedness ? Detachedness : null);
    }

    public void Dispose()
    {
        if (_handedOut) return;
        Types.Dispose();
        Names.Dispose();
        Ids.Dispose();
        Sizes.Dispose();
        FirstEdges.Dispose();
        Detachedness?.Dispose();
        TraceNodes?.Dispose();
    }

    private void Resize(long nodes)
    {
        if (nodes == Types.Length) return;
        Types.Resize(nodes);
        Names.Resize(nodes);
        Ids.Resize(nodes);
        Sizes.Resize(nodes);
        FirstEdges.Resize(nodes + 1);
        Detachedness?.Resize(nodes);
        TraceNodes?.Resize(nodes);
    }

    private unsafe ValueFaultException Fault(ulong* record, long firstNumber)
    {
        var (type, name) = (record[_layout.Type], record[_layout.Name]);
        if (type >= (ulong)_layout.TypeMap.Length)
        {
            var problem = $"node type {type}, but the head names only {_layout.TypeMap.Length} types";
            return new ValueFaultException(firstNumber + _layout.Type, problem);
        }

        return name > SnapshotLimits.Strings
            ? new ValueFaultException(firstNumber + _layout.Name, $"a node is named by string {name}, which does not exist")
            : new ValueFaultException(firstNumber + _layout.EdgeCount, $"a node with {record[_layout.EdgeCount]} edges");
    }

    private void KeepTraces(ReadOnlySpan<ulong> values, Span<uint> traces, long firstNumber)
    {
        for (int i = 0, at = _layout.TraceNode; i < traces.Length; i++, at += _layout.Stride)
        {
            if (values[at] > uint.MaxValue) throw NoSuchCall(values[at], firstNumber + at);
            traces[i] = (uint)values[at];
        }
    }

    private static ValueFaultException UnknownState(ulong state, long number) => new(number, $"detachedness {state}, expected 0, 1 or 2");

    private static ValueFaultException NoSuchCall(ulong call, long number) =>
        new(number, $"a node was allocated by call {call}, which does not exist");

    private void KeepLarge(int node, ulong id, ulong size)
    {
        lock (_gate)
        {
            if (id >= uint.MaxValue)
            {
                _largeIds[node] = (long)id;
                Ids.Span[node] = uint.MaxValue;
            }

            if (size >= uint.MaxValue)
            {
                _largeSizes[node] = (long)size;
                Sizes.Span[node] = uint.MaxValue;
            }
        }
    }
}
