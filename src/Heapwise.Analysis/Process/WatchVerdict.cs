using System.Text.Json.Serialization;
using Heapwise.Analysis.GarbageCollection;

namespace Heapwise.Analysis.Process;

[JsonConverter(typeof(JsonStringEnumConverter<WatchState>))]
public enum WatchState
{
    /// <summary>Too little was seen to say anything.</summary>
    [JsonStringEnumMemberName("too-early")]
    TooEarly,

    [JsonStringEnumMemberName("steady")]
    Steady,

    [JsonStringEnumMemberName("growing")]
    Growing,

    /// <summary>Memory is given back: what was held was a backlog.</summary>
    [JsonStringEnumMemberName("draining")]
    Draining,
}

/// <summary>Which memory a verdict is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WatchedMemory>))]
public enum WatchedMemory
{
    /// <summary>The heap after full collections.</summary>
    [JsonStringEnumMemberName("heap")]
    Heap,

    /// <summary>The heap after collections of its young generation: old garbage is in it, too.</summary>
    [JsonStringEnumMemberName("young-heap")]
    YoungHeap,

    /// <summary>Buffers and other memory outside the heap that objects keep.</summary>
    [JsonStringEnumMemberName("external")]
    External,

    /// <summary>The whole process while heap and external stand still: native memory, or fragmentation.</summary>
    [JsonStringEnumMemberName("rss")]
    Rss,
}

/// <summary>What the memory of a watched process does.</summary>
/// <param name="State">Whether it grows.</param>
/// <param name="Memory">Which memory that is said of.</param>
/// <param name="BytesPerMinute">Slope of its floor; 0 where it is too early.</param>
/// <param name="LowBytesPerMinute">Lower end of the slope's 95 % interval.</param>
/// <param name="HighBytesPerMinute">Upper end.</param>
/// <param name="UsedShare">How much of the nearest limit is used, 0 to 1.</param>
/// <param name="LimitBytes">The nearest limit: the heap's, or the container's.</param>
/// <param name="IsContainerLimit">Which of them.</param>
/// <param name="TimeLeft">Until that limit at this rate, where it grows.</param>
public sealed record WatchVerdict(
    WatchState State, WatchedMemory Memory, double BytesPerMinute, double LowBytesPerMinute, double HighBytesPerMinute,
    double UsedShare, long LimitBytes, bool IsContainerLimit, TimeSpan? TimeLeft)
{
    /// <summary>From this share of a limit on, a process is near it.</summary>
    private const double NearLimit = 0.85;

    /// <summary>Fewer points cannot tell a movement from chance: 7 that all rise have a p of 0.003, 5 one of 0.03.</summary>
    private const int MinPoints = 8;

    private const double MinSeconds = 30;

    private static readonly FloorTrend TooFew = FloorTrend.From([]);

    private const double MaxMinutes = 60.0 * 24 * 365;

    public bool IsNearLimit => UsedShare >= NearLimit;

    internal static WatchVerdict From(WatchSample? last, FloorTrend full, FloorTrend young, FloorTrend external, FloorTrend rss)
    {
        var isShort = last is null || last.Seconds < MinSeconds;
        // Full collections say the truth from the first; of the others the first seconds are the start of a program, or of a wave of work.
        var (memory, trend) = Choose(Mature(full), isShort ? TooFew : Mature(young), isShort ? TooFew : Mature(external), isShort ? TooFew : Mature(rss));
        var state = trend.Verdict switch
        {
            FloorVerdict.Growing => WatchState.Growing,
            FloorVerdict.Shrinking => WatchState.Draining,
            FloorVerdict.Steady => WatchState.Steady,
            _ => WatchState.TooEarly,
        };
        if (last is null) return new WatchVerdict(state, memory, 0, 0, 0, 0, 0, IsContainerLimit: false, TimeLeft: null);
        var heapShare = (double)last.HeapUsedBytes / last.HeapLimitBytes;
        var containerShare = last is { CgroupUsedBytes: { } used, CgroupLimitBytes: > 0 and var most } ? (double)used / most : 0;
        // Memory outside the heap never meets the heap's limit.
        var isContainer = containerShare > 0 && (containerShare > heapShare || memory is WatchedMemory.External or WatchedMemory.Rss);
        var limit = isContainer ? last.CgroupLimitBytes ?? 0 : last.HeapLimitBytes;
        var free = isContainer ? limit - (last.CgroupUsedBytes ?? 0) : limit - last.HeapUsedBytes;
        var hasLimit = isContainer || memory is WatchedMemory.Heap or WatchedMemory.YoungHeap;
        return new WatchVerdict(
            state, memory, trend.BytesPerMinute, trend.LowBytesPerMinute, trend.HighBytesPerMinute, isContainer ? containerShare : heapShare, limit, isContainer,
            state == WatchState.Growing && hasLimit ? TimeSpan.FromMinutes(Math.Clamp(free / trend.BytesPerMinute, 0, MaxMinutes)) : null);
    }

    /// <summary>A trend is believed to be none only when there were points enough to see one.</summary>
    private static FloorTrend Mature(FloorTrend trend) => trend.Verdict == FloorVerdict.Steady && trend.Points < MinPoints ? TooFew : trend;

    /// <summary>What grows is told before what stands still; the heap before what is outside of it, and both before the whole.</summary>
    private static (WatchedMemory Memory, FloorTrend Trend) Choose(FloorTrend full, FloorTrend young, FloorTrend external, FloorTrend rss)
    {
        if (full.Verdict == FloorVerdict.Growing) return (WatchedMemory.Heap, full);
        if (external.Verdict == FloorVerdict.Growing) return (WatchedMemory.External, external);
        if (full.Verdict == FloorVerdict.TooFew && young.Verdict == FloorVerdict.Growing) return (WatchedMemory.YoungHeap, young);
        if (rss.Verdict == FloorVerdict.Growing && (full.Verdict != FloorVerdict.TooFew || young.Verdict != FloorVerdict.TooFew)) return (WatchedMemory.Rss, rss);
        if (full.Verdict != FloorVerdict.TooFew) return (WatchedMemory.Heap, full);
        return young.Verdict != FloorVerdict.TooFew ? (WatchedMemory.YoungHeap, young) : (WatchedMemory.Rss, rss.Verdict == FloorVerdict.Growing ? TooFew : rss);
    }
}
