using Heapwise.Analysis.GarbageCollection;

namespace Heapwise.Analysis.Process;

/// <summary>Whether the memory of a watched process grows.</summary>
/// <param name="State">Whether it grows.</param>
/// <param name="Memory">Which memory this is about.</param>
/// <param name="BytesPerMinute">Slope of its floor; 0 if it is too early.</param>
/// <param name="LowBytesPerMinute">Lower end of the slope's 95 % interval.</param>
/// <param name="HighBytesPerMinute">Upper end.</param>
/// <param name="UsedShare">How much of the nearest limit is used, 0 to 1.</param>
/// <param name="LimitBytes">The nearest limit: the heap's, or the container's.</param>
/// <param name="IsContainerLimit">Which of them.</param>
/// <param name="TimeLeft">Until that limit at this rate, if it grows.</param>
public sealed record WatchVerdict(
    WatchState State, WatchedMemory Memory, double BytesPerMinute, double LowBytesPerMinute, double HighBytesPerMinute,
    double UsedShare, long LimitBytes, bool IsContainerLimit, TimeSpan? TimeLeft)
{
    /// <summary>From this share of a limit on, a process is near it.</summary>
    private const double MinShareNearLimit = 0.85;

    private const double MinSeconds = 30;

    private const double MaxMinutes = 60.0 * 24 * 365;

    public bool IsNearLimit => UsedShare >= MinShareNearLimit;

    internal static WatchVerdict From(WatchSample? last, WatchTrends trends)
    {
        var (memory, trend) = trends.Trusted(isShort: last is null || last.Seconds < MinSeconds).Choose();
        var state = StateOf(trend.Verdict);
        if (last is null) return new WatchVerdict(state, memory, 0, 0, 0, 0, 0, IsContainerLimit: false, TimeLeft: null);
        var isOutside = memory is WatchedMemory.External or WatchedMemory.Rss;
        var heap = new LimitedMemory(last.HeapUsedBytes, last.HeapLimitBytes);
        var container = NearestContainer(last, heap, isOutside);
        var nearest = container ?? heap;
        var hasLimit = container is not null || !isOutside; // memory outside the heap never meets the heap's limit
        return new WatchVerdict(
            state,
            memory,
            trend.BytesPerMinute,
            trend.LowBytesPerMinute,
            trend.HighBytesPerMinute,
            nearest.UsedShare,
            nearest.LimitBytes,
            container is not null,
            state == WatchState.Growing && hasLimit ? TimeUntil(nearest, trend.BytesPerMinute) : null);
    }

    private static WatchState StateOf(FloorVerdict verdict) => verdict switch
    {
        FloorVerdict.Growing => WatchState.Growing,
        FloorVerdict.Shrinking => WatchState.Draining,
        FloorVerdict.Steady => WatchState.Steady,
        _ => WatchState.TooEarly,
    };

    /// <summary>The container's memory if its limit is nearer than the heap's, or the only one that counts; otherwise null.</summary>
    private static LimitedMemory? NearestContainer(WatchSample last, LimitedMemory heap, bool isOutside)
    {
        if (last.Container is not { UsedBytes: > 0, LimitBytes: > 0 } container) return null;
        return isOutside || container.UsedShare > heap.UsedShare ? container : null;
    }

    private static TimeSpan TimeUntil(LimitedMemory limit, double bytesPerMinute) =>
        TimeSpan.FromMinutes(Math.Clamp((limit.LimitBytes - limit.UsedBytes) / bytesPerMinute, 0, MaxMinutes));
}
