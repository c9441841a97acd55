using Heapwise.Live.Cdp;
using Heapwise.Live.Sessions;

namespace Heapwise.Live.Monitoring;

/// <summary>
/// One full reading of a target. Bytes unless named otherwise; what this Node does not tell is null. The loop's figures are of the
/// time since the reading before.
/// </summary>
public sealed record ProcessReading
{
    public required MemorySample Memory { get; init; }

    public required HeapReading Heap { get; init; }

    /// <summary>V8's spaces by the names that this version has for them.</summary>
    public required IReadOnlyList<HeapSpaceReading> Spaces { get; init; }

    public required LoopReading Loop { get; init; }

    public required UsageReading Usage { get; init; }

    /// <summary>Since the process began.</summary>
    public required TimeSpan Uptime { get; init; }

    /// <summary>Time between this reading and the one before, by the target's clock.</summary>
    public required TimeSpan Window { get; init; }
}

/// <summary><c>v8.getHeapStatistics()</c>.</summary>
/// <param name="LimitBytes">Where V8 gives up.</param>
/// <param name="PhysicalBytes">Committed and touched.</param>
/// <param name="MallocedBytes">V8's own allocations outside the heap.</param>
/// <param name="PeakMallocedBytes">The most of these so far.</param>
/// <param name="NativeContexts">Top-level contexts: one, and one for every <c>vm</c> context or realm.</param>
/// <param name="DetachedContexts">Those that nothing uses but something holds: each is a leak.</param>
/// <param name="GlobalHandlesUsedBytes">References from native code into the heap.</param>
/// <param name="GlobalHandlesTotalBytes">Room for such references.</param>
/// <param name="AllocatedBytes">All allocation buffers ever given out, more than the objects in them; Node 26 and later.</param>
public sealed record HeapReading(
    long LimitBytes, long PhysicalBytes, long MallocedBytes, long PeakMallocedBytes, long NativeContexts, long DetachedContexts,
    long GlobalHandlesUsedBytes, long GlobalHandlesTotalBytes, long? AllocatedBytes);

/// <summary>One space of the heap.</summary>
public sealed record HeapSpaceReading(string Name, long SizeBytes, long UsedBytes, long AvailableBytes, long PhysicalBytes)
{
    internal static HeapSpaceReading Of(WireSpace space) =>
        new(space.SpaceName, space.SpaceSize, space.SpaceUsedSize, space.SpaceAvailableSize, space.PhysicalSpaceSize);
}

/// <summary>The event loop since the reading before.</summary>
/// <param name="Utilization">Share of the time that it did not wait for events, 0 to 1.</param>
/// <param name="Delay">How late its timers came, in milliseconds; null where it has not turned at all.</param>
public sealed record LoopReading(double Utilization, DelayReading? Delay);

/// <summary>Lateness of a timer of 10 ms, in milliseconds.</summary>
public sealed record DelayReading(double MeanMs, double P50Ms, double P99Ms, double MaxMs);

/// <summary><c>process.resourceUsage()</c>, since the process began.</summary>
public sealed record UsageReading(
    TimeSpan UserTime, TimeSpan SystemTime, long MaxRssBytes, long MajorPageFaults, long FileReads, long FileWrites,
    long VoluntaryContextSwitches, long InvoluntaryContextSwitches);
