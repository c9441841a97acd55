using System.Text.Json.Serialization;
using Heapwise.Analysis.Budgets;

namespace Heapwise.Analysis.Reports;

/// <summary>One scenario of a memory test.</summary>
public sealed record ScenarioReport
{
    public required string Name { get; init; }

    public required TestOutcome Outcome { get; init; }

    /// <summary>The budget that planted memory had to break; null where nothing was planted.</summary>
    public BudgetKind? Planted { get; init; }

    /// <summary>Why it could not be run; null where it was.</summary>
    public string? Error { get; init; }

    /// <summary>Where the settings file describes it.</summary>
    public required int Line { get; init; }

    public required double Seconds { get; init; }

    /// <summary>What was measured, to be compared with other runs; null where it could not be run.</summary>
    public BaselineRun? Measured { get; init; }

    public IReadOnlyList<BudgetCheck> Budgets { get; init; } = [];

    /// <summary>The run before; null where there is none to compare with.</summary>
    public ComparisonReport? Compared { get; init; }

    /// <summary>Findings that the settings ignore although their time is over.</summary>
    public IReadOnlyList<string> ExpiredIgnores { get; init; } = [];

    /// <summary>Findings that the settings ignore although nothing has them any more.</summary>
    public IReadOnlyList<string> StaleIgnores { get; init; } = [];

    public DiagnosisReport? Diagnosis { get; init; }

    /// <summary>Findings that fail the scenario: those that are neither ignored nor known.</summary>
    [JsonIgnore]
    public IEnumerable<FindingReport> NewFindings =>
        Diagnosis?.Findings.Where(finding => Compared?.KnownFingerprints.Contains(finding.Fingerprint) != true) ?? [];

    /// <summary>Whether a leak is what fails it.</summary>
    [JsonIgnore]
    public bool HasLeak => Budgets.Any(check => check is { Kind: BudgetKind.Leak, Outcome: BudgetOutcome.Exceeded });
}
