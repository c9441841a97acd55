using System.Security.Cryptography;
using System.Text;
using Heapwise.Analysis.Budgets;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.PipelineReports;

/// <summary>The problems of a test, the same in every format.</summary>
internal sealed class PipelineProblems
{
    private readonly TestReport _report;
    private readonly RepositoryPaths _paths;
    private readonly string _settings;

    private PipelineProblems(TestReport report)
    {
        var settings = Path.GetFullPath(report.Settings);
        _report = report;
        _paths = RepositoryPaths.Around(Path.GetDirectoryName(settings) ?? "/");
        _settings = _paths.Find(settings) ?? Path.GetFileName(report.Settings);
    }

    /// <summary>Those that fail it first.</summary>
    public static IReadOnlyList<PipelineProblem> Of(TestReport report)
    {
        var problems = new PipelineProblems(report);
        return [.. report.Scenarios.SelectMany(problems.OfScenario).OrderBy(problem => problem.Level)];
    }

    private IEnumerable<PipelineProblem> OfScenario(ScenarioReport scenario) => scenario switch
    {
        { Error: { } error } => [InSettings(scenario, "error", $"{scenario.Name} could not be run", error)],
        { Outcome: TestOutcome.Passed } when _report.IsProof => [],
        _ when _report.IsProof =>
            [InSettings(scenario, "proof", $"{scenario.Name} does not notice planted memory", TestText.Proof(scenario))],
        _ => OfBudgets(scenario).Concat(OfFindings(scenario)),
    };

    /// <summary>Budgets that were exceeded. A leak that was found is a problem of its own.</summary>
    private IEnumerable<PipelineProblem> OfBudgets(ScenarioReport scenario) =>
        from check in scenario.Budgets
        where check.Outcome == BudgetOutcome.Exceeded
        where check.Kind != BudgetKind.Leak || !scenario.NewFindings.Any()
        select InSettings(scenario, TestText.NameOf(check.Kind), $"{scenario.Name}: {TestText.Describe(check, scenario)}", "");

    private IEnumerable<PipelineProblem> OfFindings(ScenarioReport scenario)
    {
        var unknown = scenario.NewFindings.ToHashSet();
        foreach (var finding in scenario.Diagnosis?.Findings ?? [])
        {
            var file = finding.Location is { } place ? _paths.Find(place.File) : null;
            yield return new PipelineProblem
            {
                Rule = finding.Pattern,
                Level = !unknown.Contains(finding) ? ProblemLevel.Note : scenario.HasLeak ? ProblemLevel.Error : ProblemLevel.Warning,
                Scenario = scenario.Name,
                Title = finding.Title,
                Message = TestText.Explain(finding, scenario.Name),
                File = file ?? _settings,
                Line = file is null ? scenario.Line : finding.Location!.Line, // there is a file only where there is a location
                Column = file is null ? 1 : finding.Location!.Column,
                Fingerprint = finding.Fingerprint,
            };
        }
    }

    private PipelineProblem InSettings(ScenarioReport scenario, string rule, string title, string message) => new()
    {
        Rule = rule,
        Level = ProblemLevel.Error,
        Scenario = scenario.Name,
        Title = title,
        Message = message,
        File = _settings,
        Line = scenario.Line,
        Column = 1,
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scenario.Name}\n{rule}")))[..12],
    };
}
