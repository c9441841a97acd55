using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Allocations;

/// <summary>
/// What survived of the tracked allocations, by the stacks that made them. V8 may lose some, so the share that has one is reported as
/// well.
/// </summary>
/// <param name="Profile">The tree of calls; bytes and objects that are still alive.</param>
/// <param name="NewBytes">Bytes of all objects in the snapshot that were allocated since, with or without a stack.</param>
/// <param name="NewObjects">Those objects.</param>
public sealed record TracedSurvivors(AllocationProfile Profile, long NewBytes, long NewObjects)
{
    /// <summary>Reads a snapshot that was opened with its traces. Cost: one pass over the nodes.</summary>
    /// <param name="snapshot">The file.</param>
    /// <param name="lastIdBefore">The last id given before the tracking; null to use what the file says.</param>
    /// <returns>Null if the snapshot was written without allocation tracking.</returns>
    public static TracedSurvivors? FindIn(HeapSnapshot snapshot, long? lastIdBefore = null)
    {
        var graph = snapshot.Graph;
        if (graph.Traces is not { Calls.Count: > 0 } traces) return null;
        var bytes = new long[traces.Calls.Count];
        var counts = new long[traces.Calls.Count];
        long newBytes = 0, newObjects = 0;
        var lastOld = lastIdBefore ?? traces.LastIdBefore ?? long.MaxValue;
        for (var i = 0; i < graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            var call = traces.CallOf(node);
            if (call >= 0)
            {
                bytes[call] += graph.ShallowSizeOf(node);
                counts[call]++;
            }

            // Ids of the embedder's objects are even and do not follow the clock.
            if (call < 0 && (graph.IdOf(node).Value <= lastOld || graph.IdOf(node).Value % 2 == 0)) continue;
            newBytes += graph.ShallowSizeOf(node);
            newObjects++;
        }

        var frames = traces.Calls.Select((call, i) => Frame(traces, call, bytes[i], counts[i]));
        return new TracedSurvivors(new AllocationProfile([.. frames]), newBytes, newObjects);
    }

    private static AllocationFrame Frame(AllocationTraces traces, TraceCall call, long bytes, long count)
    {
        var function = traces.Functions[call.Function];
        return new AllocationFrame(call.Parent, function.Name, function.Script, function.Line, function.Column, bytes, count);
    }
}
