using System.Text.Json.Serialization;
using Heapwise.Analysis.Reports;
using Heapwise.Server.Snapshots;

namespace Heapwise.Server.Findings;

/// <summary>How far an analysis is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingsState>))]
public enum FindingsState
{
    [JsonStringEnumMemberName("running")]
    Running,
    [JsonStringEnumMemberName("done")]
    Done,
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>What leaks, or what is suspected in a single snapshot; or how far the search is.</summary>
public sealed record FindingsAnswer
{
    public required FindingsState State { get; init; }

    /// <summary>What is being done.</summary>
    public string? Step { get; init; }

    public double? Fraction { get; init; }

    public string? Error { get; init; }

    /// <summary>Of several snapshots, or of a report that was opened.</summary>
    public DiagnosisReport? Diagnosis { get; init; }

    /// <summary>Of a single snapshot.</summary>
    public SuspectsReport? Suspects { get; init; }

    /// <summary>Lines around each location, in the order of the findings or suspects; null where the source is not known.</summary>
    public IReadOnlyList<SourceLines?> Sources { get; init; } = [];

    /// <summary>The source whose objects the findings name; null for a report that was opened.</summary>
    public string? SnapshotId { get; init; }
}
