using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Format;

/// <summary>The <c>nodes</c> array into columns.</summary>
internal sealed class NodeSink : IGrowingSink, IDisposable
{
    private readonly NodeLayout _layout;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, long> _largeIds = [];
    private readonly Dictionary<int, long> _largeSizes = [];
    private uint _maxName;
    private bool _anyDetachedness;
    private bool _handedOut;

    /// <param name="layout">Where each field stands.</param>
    /// <param name="expected">Nodes to make room for at first; more are taken as they come.</param>
    public NodeSink(NodeLayout layout, long expected)
    {
        _layout = layout;
        Types = new NativeColumn<byte>(expected);
        Names = new NativeColumn<uint>(expected);
        Ids = new NativeColumn<uint>(expected);
        Sizes = new NativeColumn<uint>(expected);
        FirstEdges = new NativeColumn<int>(expected + 1);
        Detachedness = layout.Detachedness >= 0 ? new NativeColumn<byte>(expected) : null;
    }

    public int Stride => _layout.Stride;

    public NativeColumn<byte> Types { get; }

    public NativeColumn<uint> Names { get; }

    public NativeColumn<uint> Ids { get; }

    public NativeColumn<uint> Sizes { get; }

    /// <summary>While reading, the edge count of node i stands at i + 1.</summary>
    public NativeColumn<int> FirstEdges { get; }

    public NativeColumn<byte>? Detachedness { get; }

    /// <summary>The largest name index met.</summary>
    public uint MaxName => _maxName;

    public bool HasRoomFor(long numbers) => numbers / Stride <= Types.Length;

    public string? Grow(long numbers)
    {
        var nodes = numbers / Stride;
        if (nodes > SnapshotLimits.Nodes) return $"more than {SnapshotLimits.Nodes} nodes";
        Resize(Math.Min(SnapshotLimits.Nodes, Math.Max(nodes, Types.Length * 2)));
        return null;
    }

    public void Accept(ReadOnlySpan<ulong> values, long firstNumber)
    {
        var layout = _layout;
        var map = layout.TypeMap.AsSpan();
        var node = (int)(firstNumber / layout.Stride);
        var count = values.Length / layout.Stride;
        var types = Types.Slice(node, count);
        var names = Names.Slice(node, count);
        var ids = Ids.Slice(node, count);
        var sizes = Sizes.Slice(node, count);
        var edgeCounts = FirstEdges.Slice(node + 1L, count);
        ulong maxName = 0, anyDetachedness = 0;
        for (int i = 0, at = 0; i < types.Length; i++, at += layout.Stride)
        {
            var record = values.Slice(at, layout.Stride);
            var type = record[layout.Type];
            var name = record[layout.Name];
            var id = record[layout.Id];
            var size = record[layout.SelfSize];
            var edges = record[layout.EdgeCount];
            if (type >= (ulong)map.Length) throw new ValueFaultException(firstNumber + at + layout.Type, $"node type {type}, of {map.Length} types that the head names");
            if (name > SnapshotLimits.Strings) throw new ValueFaultException(firstNumber + at + layout.Name, $"a node's name is string {name}: no such string");
            if (edges > SnapshotLimits.Edges) throw new ValueFaultException(firstNumber + at + layout.EdgeCount, $"a node with {edges} edges");
            types[i] = map[(int)type];
            names[i] = (uint)name;
            maxName = Math.Max(maxName, name);
            ids[i] = (uint)id;
            sizes[i] = (uint)size;
            if ((id | size) >= uint.MaxValue) KeepLarge(node + i, id, size);
            edgeCounts[i] = (int)edges;
            if (layout.Detachedness >= 0)
            {
                var state = record[layout.Detachedness];
                if (state > 2) throw new ValueFaultException(firstNumber + at + layout.Detachedness, $"detachedness {state}, expected 0, 1 or 2");
                if (state != 0) Detachedness!.Span[node + i] = (byte)state; // there is such a field, so there is the column
                anyDetachedness |= state;
            }
        }

        lock (_gate)
        {
            _maxName = Math.Max(_maxName, (uint)maxName);
            _anyDetachedness |= anyDetachedness != 0;
        }
    }

    /// <summary>Trims the columns to what was read and turns edge counts into first edges.</summary>
    /// <returns>The number of edges that the nodes claim, or -1 if beyond what can be indexed.</returns>
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

    /// <summary>False if all sizes together do not fit 63 bits: only very large ones can do that.</summary>
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
    }

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
