using Heapwise.Analysis.Process;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

/// <summary>What a program did while it was watched.</summary>
internal static class EnglishActivity
{
    public static string Describe(ProgramActivity activity, RunLoad? load)
    {
        var work = $"{Bytes(activity.AllocatedBytes)} or more allocated, event loop {activity.LoopUtilization * 100:0.#}% busy";
        var served = activity.Requests is { } requests ? $"{Count(requests, "request")}{Statuses(activity)}, " : "";
        return $"In {activity.Seconds:0.#} s of work: {served}{work}.{Hint(activity, load)}";
    }

    /// <summary>The load name as part of a sentence.</summary>
    public static string NameOf(RunLoad load) => load.Text ?? "the program's own work";

    public static string Doubt(ProgramActivity activity) => activity.Doubt switch
    {
        ActivityDoubt.Idle =>
            "The program was idle: nothing accumulated, but it had nothing to do either. "
            + "With --load URL it is put under load; with --every TIME, rounds are long enough for its own work.",
        ActivityDoubt.OnlyRedirects =>
            $"All answers were redirects{Statuses(activity)}, so the code behind them did not run. With --follow they are followed.",
        _ => $"All requests failed{Statuses(activity)}, so the code behind them did not run. Fix the URL, the method or the headers.",
    };

    private static string Hint(ProgramActivity activity, RunLoad? load) => load is { Varies: false } && activity.Doubt == ActivityDoubt.None
        ? " All requests were the same: what is kept for each user or id grows only with {n} in the URL, a header or the body."
        : "";

    private static string Statuses(ProgramActivity activity)
    {
        List<string> parts = [.. (activity.Statuses ?? new Dictionary<int, int>()).Select(row => $"{row.Value:N0} × {row.Key}")];
        return parts.Count == 0 ? "" : $" ({string.Join(", ", parts)})";
    }
}
