using Heapwise.Analysis.Leaks.Facts;

namespace Heapwise.Analysis.Reports;

/// <summary>A function that leaks, and what it keeps.</summary>
public sealed record FunctionReport
{
    /// <summary>Null where it has no name.</summary>
    public required string? Name { get; init; }

    public required LocationReport? Location { get; init; }

    /// <summary>Variables of its scopes that live through it alone, largest first; small ones are left out.</summary>
    public required IReadOnlyList<CapturedReport> Captured { get; init; }

    /// <summary>
    /// False where the function itself does not mention the largest variable and keeps it through the scope it shares with others; null
    /// where its source is not available.
    /// </summary>
    public required bool? MentionsLargest { get; init; }

    public static FunctionReport? From(LeakFunction? function) => function is null ? null : new FunctionReport
    {
        Name = function.Name,
        Location = LocationReport.From(function.Location),
        Captured = [.. function.Captured.Select(CapturedReport.From)],
        MentionsLargest = function.MentionsLargest,
    };
}

/// <summary>A variable that a leaked function keeps alive.</summary>
public sealed record CapturedReport
{
    public required string Variable { get; init; }

    public required string ClassName { get; init; }

    public required long RetainedBytes { get; init; }

    public static CapturedReport From(CapturedVariable variable) =>
        new() { Variable = variable.Name, ClassName = variable.ClassName, RetainedBytes = variable.RetainedBytes };
}
