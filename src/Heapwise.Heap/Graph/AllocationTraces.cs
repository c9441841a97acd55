using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Graph;

/// <summary>
/// Who allocated what, from a snapshot written with allocation tracking on (<c>.heaptimeline</c>): V8's tree of calls, and the call
/// that allocated each node. 4 bytes a node and about 40 a call, kept only if the snapshot was opened to keep them.
/// </summary>
public sealed class AllocationTraces : IDisposable
{
    private readonly NativeColumn<uint>? _nodes;
    private readonly Dictionary<uint, int> _callOfId;

    internal AllocationTraces(IReadOnlyList<TraceFunction> functions, IReadOnlyList<TraceCall> calls, Dictionary<uint, int> callOfId, NativeColumn<uint>? nodes, long? lastIdBefore)
    {
        Functions = functions;
        Calls = calls;
        _callOfId = callOfId;
        _nodes = nodes;
        LastIdBefore = lastIdBefore;
    }

    public IReadOnlyList<TraceFunction> Functions { get; }

    /// <summary>Parents before their children, the root first; empty where the file has no tree.</summary>
    public IReadOnlyList<TraceCall> Calls { get; }

    /// <summary>The last id that V8 had given when the tracking had just begun; null where the file does not tell.</summary>
    public long? LastIdBefore { get; }

    /// <summary>Position in <see cref="Calls"/> of the call that allocated a node; -1 where V8 noted none.</summary>
    public int CallOf(NodeIndex node) => _nodes is not null && _nodes[node.Value] is var id and > 0 ? _callOfId.GetValueOrDefault(id, -1) : -1;

    public void Dispose() => _nodes?.Dispose();
}
