using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Monitoring;

/// <summary>A requested full garbage collection, with the memory before and after it.</summary>
/// <param name="Before">The memory before it.</param>
/// <param name="After">The memory after it.</param>
/// <param name="SpacesBefore">V8's spaces before it.</param>
/// <param name="SpacesAfter">V8's spaces after it.</param>
/// <param name="Took">From the request to the answer: the time that JavaScript was paused, plus a millisecond of transport.</param>
public sealed record ForcedGarbageCollection(
    MemorySample Before,
    MemorySample After,
    IReadOnlyList<HeapSpaceReading> SpacesBefore,
    IReadOnlyList<HeapSpaceReading> SpacesAfter,
    TimeSpan Took)
{
    /// <summary>Collects all garbage of the target, without <c>--expose-gc</c>.</summary>
    /// <exception cref="TargetException"/>
    public static async Task<ForcedGarbageCollection> RunAsync(NodeTarget target, CancellationToken cancellation)
    {
        var spacesBefore = await HeapSpaceReading.ReadAsync(target, cancellation);
        var before = await target.SampleMemoryAsync(cancellation);
        var start = target.Options.Time.GetTimestamp();
        await target.CollectGarbageAsync(cancellation);
        var took = target.Options.Time.GetElapsedTime(start);
        var after = await target.SampleMemoryAsync(cancellation);
        return new ForcedGarbageCollection(before, after, spacesBefore, await HeapSpaceReading.ReadAsync(target, cancellation), took);
    }
}
