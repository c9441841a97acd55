using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Reports;

/// <summary>The memory tests of a pipeline. Schema <c>heapwise.test/1</c>.</summary>
public sealed record TestReport
{
    public const string SchemaName = "heapwise.test/1";

    public string Schema { get; init; } = SchemaName;

    /// <summary>The worst of its scenarios.</summary>
    public required TestOutcome Outcome { get; init; }

    /// <summary>The settings file, as it was given.</summary>
    public required string Settings { get; init; }

    /// <summary>True where each run had memory planted, to prove that the test can fail.</summary>
    public required bool IsProof { get; init; }

    public required IReadOnlyList<ScenarioReport> Scenarios { get; init; }

    public static TestReport From(string settings, bool isProof, IReadOnlyList<ScenarioReport> scenarios) => new()
    {
        Outcome = scenarios.Max(scenario => scenario.Outcome),
        Settings = settings,
        IsProof = isProof,
        Scenarios = scenarios,
    };
}

/// <summary>What became of a test; the worse the larger.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TestOutcome>))]
public enum TestOutcome
{
    [JsonStringEnumMemberName("passed")]
    Passed,

    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It could not be run.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}
