using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Budgets;

/// <summary>
/// Judges a run by its budgets. A pipeline must not fail by chance, so growth is that of leaks, whose objects are counted by identity. The
/// floor of a small program's heap moves by a tenth of a megabyte from round to round (code, feedback, hash tables), which would be a
/// kilobyte per request.
/// </summary>
public static class BudgetRules
{
    /// <param name="budgets">What is allowed.</param>
    /// <param name="run">What was measured.</param>
    /// <param name="known">Fingerprints of leaks that are known already and do not fail a run.</param>
    public static IReadOnlyList<BudgetCheck> Judge(MemoryBudgets budgets, LeakDiagnosis run, IReadOnlySet<string> known) =>
        [.. budgets.Kinds.Select(kind => Check(kind, budgets, run, known))];

    private static BudgetCheck Check(BudgetKind kind, MemoryBudgets budgets, LeakDiagnosis run, IReadOnlySet<string> known)
    {
        if (kind == BudgetKind.Leak) return new BudgetCheck(kind, JudgeVerdict(budgets.FailOn, run, known), null, null);
        var limit = budgets.LimitOf(kind)!.Value; // or it would not be checked
        if (kind == BudgetKind.BytesPerRequest) return CheckGrowth(limit, run);
        var measured = kind == BudgetKind.HeapFloor ? FindHighestFloor(run) : FindPeakRss(run);
        var outcome = measured is null ? BudgetOutcome.Unsure : measured > limit ? BudgetOutcome.Exceeded : BudgetOutcome.Kept;
        return new BudgetCheck(kind, outcome, limit, measured);
    }

    private static BudgetOutcome JudgeVerdict(FailOn failOn, LeakDiagnosis run, IReadOnlySet<string> known)
    {
        var isNew = run.Leaks.Count == 0 || run.Leaks.Any(leak => !known.Contains(leak.Fingerprint));
        return run.Verdict switch
        {
            Verdict.Leak => isNew ? BudgetOutcome.Exceeded : BudgetOutcome.Kept,
            Verdict.Inconclusive => failOn == FailOn.Inconclusive ? BudgetOutcome.Exceeded : BudgetOutcome.Unsure,
            _ => BudgetOutcome.Kept,
        };
    }

    private static BudgetCheck CheckGrowth(double limit, LeakDiagnosis run)
    {
        var growth = Math.Round(run.Leaks.Sum(leak => leak.Growth.BytesPerRequest ?? 0), 1);
        var outcome = growth > limit ? BudgetOutcome.Exceeded
            : run.Verdict == Verdict.Inconclusive ? BudgetOutcome.Unsure
            : BudgetOutcome.Kept;
        return new BudgetCheck(BudgetKind.BytesPerRequest, outcome, limit, growth);
    }

    /// <summary>Of the rounds that every run has: how long a burst is depends on what there is to confirm.</summary>
    private static double? FindHighestFloor(LeakDiagnosis run) =>
        run.Rounds.Where(round => !round.IsConfirmation).Max(round => round.Find(Measure.HeapUsed));

    private static double? FindPeakRss(LeakDiagnosis run) =>
        (run.Target as DiagnosisTarget.Program)?.Process?.PeakRssBytes ?? run.Rounds[0].Find(Measure.Rss);
}
