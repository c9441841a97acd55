namespace Heapwise.Heap.Graph;

/// <summary>
/// Who allocated what, from a snapshot written with allocation tracking on (<c>.heaptimeline</c>): V8's tree of calls, and the call
/// that allocated each node. 4 bytes a node and about 40 a call, kept only where <see cref="HeapOpenOptions.KeepTraces"/> asks.
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

/// <summary>A function that allocated. Name and script are as V8 has them, empty where there is none.</summary>
/// <param name="Line">Where the function begins, from 1; 0 where V8 does not know.</param>
/// <param name="Column">From 1; 0 where V8 does not know.</param>
public sealed record TraceFunction(string Name, string Script, int Line, int Column);

/// <summary>A function called by a certain chain of others, and all that it allocated itself when called so.</summary>
/// <param name="Parent">Position of the caller's call; -1 for the root.</param>
/// <param name="Function">Position in <see cref="AllocationTraces.Functions"/>.</param>
/// <param name="Count">Objects allocated, those that are gone included.</param>
/// <param name="Bytes">Their bytes.</param>
public readonly record struct TraceCall(int Parent, int Function, long Count, long Bytes);
