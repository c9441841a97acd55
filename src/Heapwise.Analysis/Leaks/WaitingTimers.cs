using Heapwise.Analysis.Leaks.Patterns;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// Timers that run once end by themselves, and with them what they keep or will delete. As long as a run is shorter than their wait they
/// look like a leak, and so does a container whose entries they expire.
/// </summary>
public static class WaitingTimers
{
    /// <summary>Whatever waits longer than this will never end as far as a diagnosis is concerned.</summary>
    private const long MaxMilliseconds = 600_000;

    /// <summary>What leaves as many objects per request as there are timers may be what they expire.</summary>
    private const double RateTolerance = 0.05;

    /// <summary>The longest wait among the timers that will end by themselves; null where there are none.</summary>
    public static long? FindLongestWait(IReadOnlyList<Leak> leaks) => leaks.Select(WaitOf).Max();

    /// <summary>Leaks that may be gone once the timers have run: the timers, what has them, and what accumulates at their rate.</summary>
    internal static IReadOnlyList<Leak> FindTransient(IReadOnlyList<Leak> leaks)
    {
        var timers = leaks.Where(leak => WaitOf(leak) is not null).ToList();
        return [.. leaks.Where(leak => timers.Exists(timer => timer == leak || IsAlike(CountOf(timer), CountOf(leak))))];
    }

    private static long? WaitOf(Leak leak)
    {
        var timer = leak.Pattern switch
        {
            TimerPattern pattern => pattern.Timer,
            AsyncContextPattern pattern => pattern.Timer,
            _ => null,
        };
        var wait = timer is { IsOneShot: true } ? timer.Milliseconds : leak.Growth.Entry?.WaitMs;
        return wait <= MaxMilliseconds ? wait : null;
    }

    /// <summary>Objects of what is put into the holder: the first class that a leak lists.</summary>
    private static long CountOf(Leak leak) => leak.Growth.Classes.Count > 0 ? leak.Growth.Classes[0].Born.Sum() : 0;

    private static bool IsAlike(long timers, long entries) => Math.Abs(entries - timers) <= RateTolerance * timers;
}
