using Heapwise.Analysis.Budgets;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise test</c>: each scenario with its budgets, then what leaks, with its location, path and fix.</summary>
internal static class TestPage
{
    public static Page Of(TestReport report)
    {
        var page = new Page().Say(Badge(report.Outcome), "  ", new Piece(Headline(report), Tone.Strong));
        Overview(page, report);
        if (report.IsProof) return page;
        foreach (var scenario in report.Scenarios) Scenario(page, scenario);
        return page;
    }

    private static string Headline(TestReport report)
    {
        var what = report.IsProof ? "proof" : "scenario";
        var all = report.Scenarios.Count;
        return report.Scenarios.Count(scenario => scenario.Outcome != TestOutcome.Passed) switch
        {
            0 when report.IsProof => $"planted memory breaks every budget of {Counts.Format(all, "run")}, as it must",
            0 => all == 1 ? "the scenario keeps its budgets" : $"all {all} scenarios keep their budgets",
            var bad => $"{bad} of {Counts.Format(all, what)} did not pass",
        };
    }

    private static void Overview(Page page, TestReport report)
    {
        var rows = new List<IReadOnlyList<Cell>>();
        foreach (var scenario in report.Scenarios)
        {
            var tone = scenario.Outcome == TestOutcome.Passed ? Tone.Good : Tone.Bad;
            var time = Durations.Format(TimeSpan.FromSeconds(scenario.Seconds));
            rows.Add([scenario.Name, new Piece(TestText.NameOf(scenario.Outcome), tone), Summary(scenario, report.IsProof), time]);
            if (report.IsProof) continue;
            foreach (var check in scenario.Budgets)
                rows.Add(["  " + TestText.NameOf(check.Kind), Outcome(check), TestText.Describe(check, scenario), ""]);
        }

        page.Heading(report.IsProof ? "Proofs" : "Scenarios").Table(
            [new("Scenario", Fit.Word), new("", Fit.Word), new("", Fit.CutEnd), new("Time")], rows);
    }

    private static string Summary(ScenarioReport scenario, bool isProof)
    {
        if (scenario.Error is { } error) return error;
        if (isProof) return TestText.Proof(scenario);
        return $"Node {scenario.Measured?.Node.TrimStart('v')}, {scenario.Measured?.Platform}";
    }

    private static void Scenario(Page page, ScenarioReport scenario)
    {
        if (scenario.Diagnosis is not { } run) return;
        var text = DiagnosisText.For(run.Language);
        foreach (var finding in scenario.NewFindings) DiagnosisPage.Finding(page, finding, text, $"{scenario.Name}: ");
        if (scenario.Compared is { } compared) Comparison(page, scenario, compared);
        else if (scenario.Outcome != TestOutcome.Passed) RoundsTable.AddTo(page, run);
        if (scenario.Outcome == TestOutcome.Passed) return;
        foreach (var finding in scenario.NewFindings)
        {
            var entry = $"{{ \"fingerprint\": \"{finding.Fingerprint}\", \"reason\": \"…\" }}";
            page.Note($"To keep this finding of {scenario.Name} on purpose, add {entry} to ignore.");
        }
    }

    /// <summary>Both curves, and what became of each finding.</summary>
    private static void Comparison(Page page, ScenarioReport scenario, ComparisonReport compared)
    {
        var before = compared.Before.HeapFloorBytes;
        var after = scenario.Measured?.HeapFloorBytes ?? [];
        var rows = Enumerable.Range(0, Math.Max(before.Count, after.Count)).Select(round => (IReadOnlyList<Cell>)
        [
            round == 0 ? "baseline" : Counts.Format(round),
            Size(before, round), Change(before, round),
            Size(after, round), Change(after, round),
        ]);
        page.Heading($"{scenario.Name}: heap after each round, compared with {compared.With}").Table(
            [new("Round", Fit.Word), new("Before"), new("Change"), new("Now"), new("Change")], [.. rows]);
        page.Table(
            [new("Finding", Fit.CutEnd), new("", Fit.Word)],
            [.. compared.Findings.Select(finding => (IReadOnlyList<Cell>)[finding.Title, Outcome(finding)])]);
    }

    private static Cell Size(IReadOnlyList<long> curve, int round) => round < curve.Count ? ByteSize.Format(curve[round]) : "–";

    private static Cell Change(IReadOnlyList<long> curve, int round)
    {
        if (round == 0 || round >= curve.Count) return "";
        var change = curve[round] - curve[round - 1];
        return new Piece(ByteSize.FormatChange(change), change > 0 ? Tone.Bad : Tone.Good);
    }

    private static Cell Outcome(ComparedFinding finding) =>
        new Piece(TestText.Describe(finding), finding.IsKnown ? Tone.Good : Tone.Bad);

    private static Cell Outcome(BudgetCheck check) => new Piece(TestText.NameOf(check.Outcome), check.Outcome switch
    {
        BudgetOutcome.Kept => Tone.Good,
        BudgetOutcome.Exceeded => Tone.Bad,
        _ => Tone.Strong,
    });

    private static Piece Badge(TestOutcome outcome) =>
        new(TestText.NameOf(outcome), outcome == TestOutcome.Passed ? Tone.Good : Tone.Bad);
}
