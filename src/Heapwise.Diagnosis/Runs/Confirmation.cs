using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// How a candidate is confirmed before it is named. For as long as a bounded cache fills it looks like a leak, so the target is driven
/// on without a pause, far beyond what the rounds did, and then watched for one more round after a rest: what has a bound does not grow
/// in that one, what expires or was in flight is gone. How far depends on what the target can take.
/// </summary>
/// <param name="BurstRounds">Usual rounds that the burst is as long as.</param>
/// <param name="Idle">The rest before the last reading.</param>
internal sealed record Confirmation(int BurstRounds, TimeSpan Idle)
{
    /// <summary>The burst may take as long as all rounds together took, and this long in any case.</summary>
    private static readonly TimeSpan MinPatience = TimeSpan.FromSeconds(8);

    /// <summary>A rest is made longer, up to this, for timers that run once.</summary>
    private static readonly TimeSpan MaxRest = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan TimerMargin = TimeSpan.FromMilliseconds(500);

    /// <summary>What the candidates may gain in the burst at the most.</summary>
    private const double MaxBytes = 128e6;

    /// <summary>The same as a share of what V8's limit and the cgroup's leave free.</summary>
    private const double MaxShare = 0.25;

    /// <summary>Null where there is nothing to confirm, or where not even a burst of one round is allowed.</summary>
    /// <param name="diagnosis">What the rounds so far showed.</param>
    /// <param name="rounds">Those rounds.</param>
    /// <param name="driven">How long they drove the target, the warm-up left out.</param>
    /// <param name="room">What it may still take.</param>
    /// <param name="options">What is allowed.</param>
    public static Confirmation? Plan(
        LeakDiagnosis diagnosis,
        IReadOnlyList<Round> rounds,
        TimeSpan driven,
        TargetRoom room,
        DiagnosisOptions options)
    {
        if (diagnosis.Verdict == Verdict.NoLeak) return null;
        var done = rounds.Count - 1;
        if (done < 1) return null;
        double most = options.MaxRounds - done - 1;
        if (options.MaxRequests is { } requests && rounds[^1].Requests is > 0 and var perRound)
            most = Math.Min(most, ((requests - rounds.Sum(round => round.Requests ?? 0)) / perRound) - 1);
        var patience = driven > MinPatience ? driven : MinPatience;
        if (driven > TimeSpan.Zero) most = Math.Min(most, patience / (driven / done));
        var growth = Math.Max(Math.Round(diagnosis.BytesPerRound), 1);
        most = Math.Min(most, RoomOf(room) / growth);
        var descriptors = diagnosis.Trends.FirstOrDefault(row => row.Measure == Measure.FileDescriptors)?.Trend.SlopePerRound ?? 0;
        if (descriptors > 1 && room.Descriptors is { } free) most = Math.Min(most, MaxShare * free / descriptors);
        return most < 1 ? null : new Confirmation((int)most, RestFor(diagnosis, options));
    }

    /// <summary>Timers that end by themselves soon enough are waited for.</summary>
    private static TimeSpan RestFor(LeakDiagnosis diagnosis, DiagnosisOptions options)
    {
        if (WaitingTimers.FindLongestWait(diagnosis.Leaks) is not { } wait) return options.Idle;
        var whole = TimeSpan.FromMilliseconds(wait) + TimerMargin;
        return whole <= MaxRest && whole > options.Idle ? whole : options.Idle;
    }

    private static double RoomOf(TargetRoom room) =>
        Math.Min(MaxBytes, MaxShare * Math.Min(room.HeapBytes, room.MemoryBytes ?? long.MaxValue));
}

/// <summary>What a target may still take before something refuses it.</summary>
/// <param name="HeapBytes">What V8's limit leaves.</param>
/// <param name="MemoryBytes">What the tightest cgroup leaves; null where nothing limits it or it is not known.</param>
/// <param name="Descriptors">What the limit of open files leaves; null likewise.</param>
internal sealed record TargetRoom(long HeapBytes, long? MemoryBytes, long? Descriptors)
{
    /// <summary>Only V8's limit is known of a target on another machine.</summary>
    public static TargetRoom Measure(NodeTarget target, MemorySample now)
    {
        var heap = now.HeapLimitBytes - now.HeapUsedBytes;
        if (!target.IsLocal) return new TargetRoom(heap, null, null);
        var descriptors = ProcLimits.FindMaxOpenFiles(target.ProcessId) - now.FileDescriptors;
        return new TargetRoom(heap, CgroupMemory.Find(target.ProcessId)?.FreeBytes, descriptors);
    }
}
