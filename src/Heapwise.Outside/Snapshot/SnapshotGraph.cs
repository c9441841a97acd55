using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;
using Heapwise.Outside.Naming;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// A snapshot being built, in columns outside the collected heap: 25 bytes a node and 8 an edge. Edges belong to the node that was
/// begun last.
/// </summary>
internal sealed class SnapshotGraph : IDisposable
{
    private const int EdgeKindShift = 29;
    private const uint EdgeNameMask = (1u << EdgeKindShift) - 1;

    private readonly NativeColumn<byte> _kinds = new(1 << 16);
    private readonly NativeColumn<int> _names = new(1 << 16);
    private readonly NativeColumn<long> _ids = new(1 << 16);
    private readonly NativeColumn<long> _sizes = new(1 << 16);
    private readonly NativeColumn<int> _edgeCounts = new(1 << 16);
    private readonly NativeColumn<uint> _edgeNames = new(1 << 18);
    private readonly NativeColumn<int> _edgeTargets = new(1 << 18);
    private readonly List<NodeLocation> _locations = [];
    private NativeColumn<long>? _firstEdges;
    private int _current;

    public NameTable Names { get; } = new();

    public int NodeCount { get; private set; }

    public long EdgeCount { get; private set; }

    public IReadOnlyList<NodeLocation> Locations => _locations;

    /// <summary>Makes room for nodes, whose contents are set later, in any order. Returns the first.</summary>
    public int Reserve(int count)
    {
        var first = NodeCount;
        NodeCount += count;
        if (NodeCount > _kinds.Length)
        {
            var length = Math.Max(NodeCount, _kinds.Length * 2);
            _kinds.Resize(length);
            _names.Resize(length);
            _ids.Resize(length);
            _sizes.Resize(length);
            _edgeCounts.Resize(length);
        }

        return first;
    }

    public void Set(int node, NodeType kind, long id, long bytes)
    {
        _kinds[node] = (byte)kind;
        _ids[node] = id;
        _sizes[node] = bytes;
    }

    public void SetId(int node, long id) => _ids[node] = id;

    /// <summary>Gives a node its name, unless it has one: what refers to an object may say more than it does itself.</summary>
    public void NameIfEmpty(int node, int name)
    {
        if (_names[node] == Names.Empty) _names[node] = name;
    }

    /// <summary>As <see cref="NameIfEmpty"/>, for what is code to a snapshot because code refers to it.</summary>
    public void TagAsCode(int node, int name)
    {
        NameIfEmpty(node, name);
        _kinds[node] = (byte)NodeType.Code;
    }

    public void Rename(int node, int name) => _names[node] = name;

    /// <summary>Edges from now on are this node's. Nodes are begun in their order.</summary>
    public void Begin(int node) => _current = node;

    /// <param name="kind">Its type.</param>
    /// <param name="nameOrIndex">The number of its name, or its index where the type has one.</param>
    /// <param name="target">The node that it leads to.</param>
    public void AddEdge(EdgeType kind, int nameOrIndex, int target)
    {
        if (EdgeCount == _edgeNames.Length)
        {
            _edgeNames.Resize(EdgeCount * 2);
            _edgeTargets.Resize(EdgeCount * 2);
        }

        _edgeNames[EdgeCount] = ((uint)kind << EdgeKindShift) | ((uint)nameOrIndex & EdgeNameMask);
        _edgeTargets[EdgeCount++] = target;
        _edgeCounts[_current]++;
    }

    /// <summary>Gives an edge whose type has names another one.</summary>
    public void RenameEdge(long edge, int name) => _edgeNames[edge] = (_edgeNames[edge] & ~EdgeNameMask) | (uint)name;

    public void AddLocation(NodeLocation location) => _locations.Add(location);

    public NodeType KindOf(int node) => (NodeType)_kinds[node];

    public int NameOf(int node) => _names[node];

    public long IdOf(int node) => _ids[node];

    public long SizeOf(int node) => _sizes[node];

    public int EdgeCountOf(int node) => _edgeCounts[node];

    /// <summary>The first edge of a node, once all edges are there. The first call makes a column of 8 bytes a node.</summary>
    public long FirstEdgeOf(int node) => (_firstEdges ??= FirstEdges())[node];

    public (EdgeType Kind, int NameOrIndex, int Target) EdgeAt(long edge)
    {
        var name = _edgeNames[edge];
        return ((EdgeType)(name >> EdgeKindShift), (int)(name & EdgeNameMask), _edgeTargets[edge]);
    }

    /// <summary>One pass over the nodes.</summary>
    public SnapshotContents Summarize()
    {
        long heap = 0, buffers = 0;
        for (var node = 0; node < NodeCount; node++)
        {
            if (KindOf(node) == NodeType.Native) buffers += _sizes[node];
            else heap += _sizes[node];
        }

        return new SnapshotContents(NodeCount, heap, buffers);
    }

    public void Dispose()
    {
        Names.Dispose();
        _kinds.Dispose();
        _names.Dispose();
        _ids.Dispose();
        _sizes.Dispose();
        _edgeCounts.Dispose();
        _edgeNames.Dispose();
        _edgeTargets.Dispose();
        _firstEdges?.Dispose();
    }

    private NativeColumn<long> FirstEdges()
    {
        var firsts = new NativeColumn<long>(NodeCount, zeroed: false);
        long edge = 0;
        for (var node = 0; node < NodeCount; node++)
        {
            firsts[node] = edge;
            edge += _edgeCounts[node];
        }

        return firsts;
    }
}
