using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Reports;

/// <summary>What a run put the program under.</summary>
public sealed record LoadReport
{
    public required RunLoadKind Kind { get; init; }

    /// <summary>Method and URL, or the command; null for the program's own work.</summary>
    public required string? Text { get; init; }

    /// <summary>False where all requests were the same.</summary>
    public required bool Varies { get; init; }

    public static LoadReport From(RunLoad load) => new() { Kind = load.Kind, Text = load.Text, Varies = load.Varies };

    public RunLoad ToFacts() => new(Kind, Text, Varies);
}
