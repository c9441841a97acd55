using Heapwise.Live.Cdp;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Monitoring;

/// <summary>A full collection that was asked for, with the memory before and after it.</summary>
/// <param name="Took">From the request to the answer: how long JavaScript stood still, and a millisecond of transport.</param>
public sealed record ForcedCollection(
    MemorySample Before, MemorySample After, IReadOnlyList<HeapSpaceReading> SpacesBefore, IReadOnlyList<HeapSpaceReading> SpacesAfter, TimeSpan Took)
{
    private const string SpacesQuestion = "require('v8').getHeapSpaceStatistics()";

    /// <summary>Collects all garbage of the target, without <c>--expose-gc</c>.</summary>
    /// <exception cref="TargetException"/>
    public static async Task<ForcedCollection> RunAsync(NodeTarget target, CancellationToken cancellation)
    {
        var spacesBefore = await ReadSpacesAsync(target, cancellation);
        var before = await target.SampleMemoryAsync(cancellation);
        var start = target.Options.Time.GetTimestamp();
        await target.CollectGarbageAsync(cancellation);
        var took = target.Options.Time.GetElapsedTime(start);
        var after = await target.SampleMemoryAsync(cancellation);
        return new ForcedCollection(before, after, spacesBefore, await ReadSpacesAsync(target, cancellation), took);
    }

    private static async Task<IReadOnlyList<HeapSpaceReading>> ReadSpacesAsync(NodeTarget target, CancellationToken cancellation)
    {
        var spaces = await target.AskAsync(() =>
            target.Connection.Runtime.EvaluateAsync(SpacesQuestion, CdpJson.Default.WireSpaceArray, target.Options.RequestTimeout, cancellation));
        return [.. spaces.Select(HeapSpaceReading.Of)];
    }
}
