using Heapwise.Analysis;
using Heapwise.Analysis.Budgets;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class BudgetRulesTests
{
    private static readonly HashSet<string> NothingKnown = [];

    [Theory]
    [InlineData(Verdict.Leak, FailOn.Leak, BudgetOutcome.Exceeded)]
    [InlineData(Verdict.NoLeak, FailOn.Inconclusive, BudgetOutcome.Kept)]
    [InlineData(Verdict.Inconclusive, FailOn.Leak, BudgetOutcome.Unsure)]
    [InlineData(Verdict.Inconclusive, FailOn.Inconclusive, BudgetOutcome.Exceeded)]
    public void A_verdict_fails_from_the_one_that_is_set(Verdict verdict, FailOn failOn, BudgetOutcome outcome)
    {
        var leaks = verdict == Verdict.Leak ? TestLeaks.All.Take(1).ToList() : [];

        var checks = BudgetRules.Judge(new MemoryBudgets { FailOn = failOn }, Run(verdict, leaks), NothingKnown);

        checks.ShouldHaveSingleItem().Outcome.ShouldBe(outcome);
    }

    [Fact]
    public void A_leak_that_is_known_fails_nothing_but_one_that_is_not_does()
    {
        var leaks = TestLeaks.All.Take(2).Select((leak, i) => leak with { Fingerprint = $"leak{i}" }).ToList();

        Judge("leak0", "leak1").ShouldBe(BudgetOutcome.Kept);
        Judge("leak0").ShouldBe(BudgetOutcome.Exceeded);

        BudgetOutcome Judge(params string[] known) =>
            BudgetRules.Judge(new MemoryBudgets(), Run(Verdict.Leak, leaks), new HashSet<string>(known))[0].Outcome;
    }

    [Fact]
    public void Growth_is_that_of_all_leaks_and_is_judged_although_leaks_may_stay()
    {
        var run = Run(Verdict.Leak, [.. TestLeaks.All.Take(2)]); // of 100 bytes each

        Judge(199).ShouldBe(new BudgetCheck(BudgetKind.BytesPerRequest, BudgetOutcome.Exceeded, 199, 200));
        Judge(200).ShouldBe(new BudgetCheck(BudgetKind.BytesPerRequest, BudgetOutcome.Kept, 200, 200));

        BudgetCheck Judge(double limit) => BudgetRules.Judge(
            new MemoryBudgets { FailOn = FailOn.Never, MaxBytesPerRequest = limit }, run, NothingKnown).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_floor_that_moves_is_no_growth_per_request()
    {
        var budgets = new MemoryBudgets { MaxBytesPerRequest = 1 };

        BudgetRules.Judge(budgets, Run(Verdict.NoLeak, []), NothingKnown)[1].Outcome.ShouldBe(BudgetOutcome.Kept);
        BudgetRules.Judge(budgets, Run(Verdict.Inconclusive, []), NothingKnown)[1].Outcome.ShouldBe(BudgetOutcome.Unsure);
    }

    [Fact]
    public void Heap_is_judged_by_its_highest_floor_without_the_burst_and_resident_memory_by_its_peak()
    {
        var budgets = new MemoryBudgets { MaxHeapFloorBytes = 5_999_999, MaxRssBytes = 70_000_000 };

        var checks = BudgetRules.Judge(budgets, Run(Verdict.NoLeak, []), NothingKnown);

        checks[1].ShouldBe(new BudgetCheck(BudgetKind.HeapFloor, BudgetOutcome.Exceeded, 5_999_999, 6_000_000));
        checks[2].ShouldBe(new BudgetCheck(BudgetKind.Rss, BudgetOutcome.Kept, 70_000_000, 61_000_000));
    }

    internal static LeakDiagnosis Run(Verdict verdict, IReadOnlyList<Leak> leaks) => new()
    {
        ComparedBy = ComparedBy.Identity,
        Target = new DiagnosisTarget.Program("node app.js")
        {
            Process = new DiagnosedProcess(1, ProcessRole.Main, "app.js", null) { NodeVersion = "v24.21.0", PeakRssBytes = 61_000_000 },
        },
        Verdict = verdict,
        Reason = new VerdictReason.EndedEarly(3),
        Rounds =
        [
            TestRound.Of(heap: 5_000_000, rss: 60_000_000),
            TestRound.Of(heap: 6_000_000, rss: 90_000_000),
            TestRound.Of(heap: 5_500_000, rss: 90_000_000),
            TestRound.Of(heap: 9_000_000, rss: 90_000_000) with { Load = new RoundLoad(2_020, 20, IsConfirmation: true) },
        ],
        BytesPerRound = 10_000 * leaks.Count,
        Trends = [],
        Leaks = leaks,
        Bounded = [],
        Ignored = [],
    };
}
