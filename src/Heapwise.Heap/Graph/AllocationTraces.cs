using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Graph;

/// <summary>
/// The allocations of a snapshot written with allocation tracking (<c>.heaptimeline</c>): V8's tree of calls, and the call that
/// allocated each node. 4 bytes per node and about 40 per call; present only if the snapshot was opened to keep them.
/// </summary>
public sealed class AllocationTraces : IDisposable
{
    private readonly NativeColumn<uint>? _nodes;
    private readonly Dictionary<uint, int> _callOfId;

    internal AllocationTraces(
        IReadOnlyList<TraceFunction> functions,
        IReadOnlyList<TraceCall> calls,
        Dictionary<uint, int> callOfId,
        NativeColumn<uint>? nodes,
        IReadOnlyList<(long Microseconds, long LastId)> looks)
    {
        Functions = functions;
        Calls = calls;
        _callOfId = callOfId;
        _nodes = nodes;
        Looks = looks;
    }

    public IReadOnlyList<TraceFunction> Functions { get; }

    /// <summary>The root first, and parents before their children; empty if the file has no tree.</summary>
    public IReadOnlyList<TraceCall> Calls { get; }

    /// <summary>
    /// V8's looks at the heap while it tracked: the time since it began, and the last id that it had assigned; empty if the file does not
    /// contain them.
    /// </summary>
    public IReadOnlyList<(long Microseconds, long LastId)> Looks { get; }

    /// <summary>The last id that V8 had assigned when tracking began; null if the file does not contain it.</summary>
    public long? LastIdBefore => Looks.Count > 0 ? Looks[0].LastId : null;

    /// <summary>Position in <see cref="Calls"/> of the call that allocated a node; -1 if V8 recorded none.</summary>
    public int CallOf(NodeIndex node) =>
        _nodes is not null && _nodes[node.Value] is var id and > 0 ? _callOfId.GetValueOrDefault(id, -1) : -1;

    public void Dispose() => _nodes?.Dispose();
}
