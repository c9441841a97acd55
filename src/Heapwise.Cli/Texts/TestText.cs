using System.Globalization;
using Heapwise.Analysis.Budgets;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Leaks.Verification;
using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Texts;

/// <summary>Sentences about memory tests, the same on the page and in every format for pipelines.</summary>
internal static class TestText
{
    /// <summary>A budget as the settings call it.</summary>
    public static string NameOf(BudgetKind kind) => kind switch
    {
        BudgetKind.Leak => "leak",
        BudgetKind.BytesPerRequest => "maxBytesPerRequest",
        BudgetKind.HeapFloor => "maxHeapFloor",
        _ => "maxRss",
    };

    public static string NameOf(BudgetOutcome outcome) => outcome switch
    {
        BudgetOutcome.Kept => "ok",
        BudgetOutcome.Unsure => "unsure",
        _ => "FAILED",
    };

    public static string NameOf(TestOutcome outcome) => outcome switch
    {
        TestOutcome.Passed => "PASSED",
        TestOutcome.Failed => "FAILED",
        _ => "ERROR",
    };

    /// <summary>What was measured and what is allowed, in one line.</summary>
    public static string Describe(BudgetCheck check, ScenarioReport scenario)
    {
        if (check.Kind == BudgetKind.Leak) return DescribeVerdict(check, scenario);
        if (check is not { Measured: { } measured, Limit: { } limit }) return "could not be measured";
        var allowed = $"at most {ByteSize.Format(limit)} allowed";
        return check.Kind switch
        {
            BudgetKind.BytesPerRequest => $"{ByteSize.Format(measured)} leak per request; {allowed}",
            BudgetKind.HeapFloor => $"{ByteSize.Format(measured)} of heap after a collection; {allowed}",
            _ => $"{ByteSize.Format(measured)} of resident memory at its peak; {allowed}",
        };
    }

    /// <summary>A finding on its own, with where to look.</summary>
    public static string Explain(FindingReport finding, string scenario) =>
        $"{finding.Explanation} {finding.Advice.Fix} (scenario {scenario}, fingerprint {finding.Fingerprint})";

    /// <summary>What planted memory showed.</summary>
    public static string Proof(ScenarioReport scenario) => scenario switch
    {
        { Planted: null } => "",
        { Outcome: TestOutcome.Passed, Planted: { } kind } => $"planted memory breaks {NameOf(kind)}, as it must",
        { Planted: { } kind } => $"planted memory did not break {NameOf(kind)}: this test cannot fail. "
            + "Its load may not reach the program, or it sends no HTTP requests",
    };

    /// <summary>A finding beside what it was before.</summary>
    public static string Describe(ComparedFinding finding) => finding switch
    {
        { BeforeFingerprint: null } => "new",
        { AfterFingerprint: null } => "gone",
        { IsKnown: false, RateChange: { } ratio } => $"known, but grows {Times(ratio)} as fast",
        { Outcome: LeakOutcome.Shrunk, RateChange: { } ratio } => $"known, grows {Times(ratio)} as fast",
        _ => "known",
    };

    private static string Times(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0#} ×");

    private static string DescribeVerdict(BudgetCheck check, ScenarioReport scenario)
    {
        if (check.Outcome == BudgetOutcome.Exceeded)
        {
            return scenario.NewFindings.ToList() switch
            {
                [] => scenario.Diagnosis?.Reason ?? "",
                [var only] => only.Title,
                var several => $"{several.Count} leaks: {string.Join("; ", several.Select(finding => finding.Title))}",
            };
        }

        if (check.Outcome == BudgetOutcome.Unsure) return $"inconclusive: {scenario.Diagnosis?.Reason}";
        return scenario.Diagnosis?.Findings.Count is > 0 and var known ? $"no new leak; {known} known" : "no leak";
    }
}
