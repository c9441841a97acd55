using Heapwise.Analysis.Reports;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// Timers that run once end by themselves, and with them what they keep or will delete. For as long as a run is shorter than their wait they
/// look like a leak, and so does a container whose entries they expire.
/// </summary>
public static class WaitingTimers
{
    /// <summary>What waits longer than this is as good as for ever.</summary>
    private const long LongestMilliseconds = 600_000;

    /// <summary>What leaves as many objects a request as there are timers may be what they expire.</summary>
    private const double RateTolerance = 0.05;

    /// <summary>The longest wait among the timers that will end by themselves; null where there are none.</summary>
    public static long? LongestOf(IReadOnlyList<FindingReport> findings) => findings.Select(WaitOf).Max();

    /// <summary>Findings that may be gone once the timers have run: the timers, and what gathers at their rate.</summary>
    internal static IReadOnlyList<FindingReport> MayEnd(IReadOnlyList<FindingReport> findings)
    {
        var timers = findings.Where(finding => WaitOf(finding) is not null).ToList();
        return [.. findings.Where(finding => timers.Exists(timer => timer == finding || IsAlike(CountOf(timer), CountOf(finding))))];
    }

    private static long? WaitOf(FindingReport finding) =>
        finding.Details.Timer is { Repeats: false, Rearmed: false, Milliseconds: <= LongestMilliseconds and var wait } ? wait : null;

    /// <summary>Of what is put into the holder: the first that a finding lists.</summary>
    private static long CountOf(FindingReport finding) => finding.SurvivorsPerRound.Values.FirstOrDefault()?.Sum() ?? 0;

    private static bool IsAlike(long timers, long entries) => Math.Abs(entries - timers) <= RateTolerance * timers;
}
