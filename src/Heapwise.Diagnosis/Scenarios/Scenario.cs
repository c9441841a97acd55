using Heapwise.Analysis.Budgets;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Scenarios;

/// <summary>A program under a load, with the memory that it may use: one test of a pipeline.</summary>
public sealed record Scenario
{
    public required string Name { get; init; }

    /// <summary>Where it is described, as a line of the settings file.</summary>
    public required int Line { get; init; }

    /// <summary>The absolute path of the folder in which it is run.</summary>
    public required string Folder { get; init; }

    /// <summary>What is started; null: the package in the folder.</summary>
    public required TargetSpec.Command? Program { get; init; }

    /// <summary>Variables of the program's environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required ScenarioLoad Load { get; init; }

    public required ScenarioRounds Rounds { get; init; }

    public required MemoryBudgets Budgets { get; init; }

    /// <summary>Findings that do not count.</summary>
    public required IReadOnlyList<IgnoredLeak> Ignored { get; init; }

    /// <summary>Of everything that determines what is run, budgets left out: runs of the same hash can be compared.</summary>
    public required string Hash { get; init; }
}

/// <summary>How many rounds, and how long the rests are. Null: as <c>heapwise diagnose</c> does it.</summary>
public sealed record ScenarioRounds(int? Rounds, int? MaxRounds, TimeSpan? Idle, TimeSpan? SettleTimeout);

/// <summary>A finding that does not count, and until when.</summary>
/// <param name="Fingerprint">Of the finding.</param>
/// <param name="Reason">Why it may stay.</param>
/// <param name="Expires">The last day on which it does not count; null: forever.</param>
public sealed record IgnoredLeak(string Fingerprint, string Reason, DateOnly? Expires)
{
    public bool HasExpired(DateOnly today) => Expires < today;
}
