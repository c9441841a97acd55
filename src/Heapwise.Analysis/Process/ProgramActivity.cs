namespace Heapwise.Analysis.Process;

/// <summary>What a program did after the baseline. A program that did nothing shows no leak, whether it has one or not.</summary>
/// <param name="Requests">Requests of ours; null where they were not counted.</param>
/// <param name="Statuses">How many were answered with which status; null where that is not known.</param>
/// <param name="Failures">Requests that failed or were answered with an error.</param>
/// <param name="AllocatedBytes">Allocated in the heap; before Node 26 no less than this.</param>
/// <param name="Seconds">How long all that took, snapshots and collections left out.</param>
/// <param name="LoopUtilization">The share of that time in which the event loop did not wait for events, from 0 to 1.</param>
public sealed record ProgramActivity(
    int? Requests, IReadOnlyDictionary<int, int>? Statuses, int Failures, long AllocatedBytes, double Seconds, double LoopUtilization)
{
    /// <summary>A loop that is less busy only answers our own questions.</summary>
    private const double MaxIdleUtilization = 0.01;

    /// <summary>The same for bytes a second.</summary>
    private const double MaxIdleAllocation = 200_000;

    /// <summary>Why a program that did this may leak although nothing accumulated.</summary>
    public ActivityDoubt Doubt => this switch
    {
        { Requests: null, Statuses: null } when HasNoWork => ActivityDoubt.Idle,
        { Statuses.Count: > 0 } when Statuses.Keys.All(status => status is >= 300 and < 400) => ActivityDoubt.OnlyRedirects,
        { Requests: > 0 } when Failures >= Requests => ActivityDoubt.OnlyErrors,
        _ => ActivityDoubt.None,
    };

    private bool HasNoWork => LoopUtilization < MaxIdleUtilization && AllocatedBytes < MaxIdleAllocation * Seconds;

    /// <summary>Null where no round was watched.</summary>
    public static ProgramActivity? Find(IReadOnlyList<Round> rounds)
    {
        var watched = rounds.Skip(1).Where(round => round.Activity is not null).ToList();
        if (watched.Count == 0) return null;
        List<RoundActivity> all = [.. watched.Select(round => round.Activity!)];
        var (busy, waiting) = (all.Sum(round => round.BusyMs), all.Sum(round => round.WaitingMs));
        return new ProgramActivity(
            watched.Exists(round => round.Requests is null) ? null : watched.Sum(round => round.Requests),
            all.Exists(round => round.Statuses is null) ? null : Sum(all),
            all.Sum(round => round.Failures),
            all.Sum(round => round.AllocatedBytes),
            (busy + waiting) / 1000,
            busy + waiting > 0 ? busy / (busy + waiting) : 0);
    }

    private static SortedDictionary<int, int> Sum(IEnumerable<RoundActivity> rounds)
    {
        var sum = new SortedDictionary<int, int>();
        foreach (var (status, count) in rounds.SelectMany(round => round.Statuses!)) sum[status] = sum.GetValueOrDefault(status) + count;
        return sum;
    }
}

/// <summary>Why nothing accumulated, other than that there is no leak.</summary>
public enum ActivityDoubt
{
    None,

    /// <summary>The program had nothing to do.</summary>
    Idle,

    /// <summary>Every request was sent on elsewhere.</summary>
    OnlyRedirects,

    /// <summary>Every request failed.</summary>
    OnlyErrors,
}
