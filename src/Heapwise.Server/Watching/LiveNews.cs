using Heapwise.Analysis.Reports;

namespace Heapwise.Server.Watching;

/// <summary>What is new of a watched process: its state, and the latest reading.</summary>
public sealed record LiveNews
{
    public required int Pid { get; init; }

    public required LivePhase State { get; init; }

    public required string? Error { get; init; }

    public required string? NodeVersion { get; init; }

    public required string? Script { get; init; }

    public required WatchSampleReport? Sample { get; init; }

    /// <summary>Null where they were not read again.</summary>
    public required IReadOnlyList<LiveSpace>? Spaces { get; init; }

    public required LiveActivity? Activity { get; init; }

    public required LiveCollection? Collection { get; init; }

    public required IReadOnlyList<string> Taken { get; init; }
}
