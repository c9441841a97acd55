using Heapwise.Analysis.GarbageCollection;

namespace Heapwise.Analysis.Process;

/// <summary>The trends of a watched process's memory.</summary>
/// <param name="Full">The heap after full collections.</param>
/// <param name="Young">The heap after young collections.</param>
/// <param name="External">Memory outside the heap that objects hold.</param>
/// <param name="Rss">The whole process.</param>
internal sealed record WatchTrends(FloorTrend Full, FloorTrend Young, FloorTrend External, FloorTrend Rss)
{
    /// <summary>With fewer points a movement may be chance: 7 that all rise have a p of 0.003, 5 one of 0.03.</summary>
    private const int MinPoints = 8;

    private static readonly FloorTrend TooFew = FloorTrend.From([]);

    private bool HasHeap => Full.Verdict != FloorVerdict.TooFew || Young.Verdict != FloorVerdict.TooFew;

    /// <summary>
    /// Trends as far as they can be trusted. Those of full collections are reliable from the first on. For the others, the first seconds
    /// are the start of a program or of a wave of work.
    /// </summary>
    /// <param name="isShort">Whether the process was watched only for seconds.</param>
    public WatchTrends Trusted(bool isShort) => new(
        Mature(Full),
        isShort ? TooFew : Mature(Young),
        isShort ? TooFew : Mature(External),
        isShort ? TooFew : Mature(Rss));

    /// <summary>What grows comes before what does not, the heap before what is outside it, and both before the whole process.</summary>
    public (WatchedMemory Memory, FloorTrend Trend) Choose()
    {
        if (Full.Verdict == FloorVerdict.Growing) return (WatchedMemory.Heap, Full);
        if (External.Verdict == FloorVerdict.Growing) return (WatchedMemory.External, External);
        if (Full.Verdict == FloorVerdict.TooFew && Young.Verdict == FloorVerdict.Growing) return (WatchedMemory.YoungHeap, Young);
        if (Rss.Verdict == FloorVerdict.Growing && HasHeap) return (WatchedMemory.Rss, Rss);
        if (Full.Verdict != FloorVerdict.TooFew) return (WatchedMemory.Heap, Full);
        if (Young.Verdict != FloorVerdict.TooFew) return (WatchedMemory.YoungHeap, Young);
        return (WatchedMemory.Rss, Rss.Verdict == FloorVerdict.Growing ? TooFew : Rss);
    }

    /// <summary>A steady trend is only believed if there were enough points to see a movement.</summary>
    private static FloorTrend Mature(FloorTrend trend) =>
        trend.Verdict == FloorVerdict.Steady && trend.Points < MinPoints ? TooFew : trend;
}
