using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Reports;

/// <summary>One round as measured after a forced collection; null where there is no live target to ask.</summary>
public sealed record RoundReport
{
    /// <summary>Requests since the round before; null where the load is not counted.</summary>
    public required int? Requests { get; init; }

    /// <summary>The length of the round in usual rounds: 1, more for a burst.</summary>
    public int Worth { get; init; } = 1;

    /// <summary>True for rounds that were added to confirm what the others showed.</summary>
    public bool IsConfirmation { get; init; }

    /// <summary>How long the program ran since the snapshot before, pauses left out. Earlier versions have none.</summary>
    public double? Seconds { get; init; }

    public required long? HeapUsedBytes { get; init; }

    public required long? ExternalBytes { get; init; }

    public required long? ArrayBuffersBytes { get; init; }

    public required long? RssBytes { get; init; }

    public required long? FileDescriptors { get; init; }

    public required string? Snapshot { get; init; }

    public static RoundReport From(Round round) => new()
    {
        Requests = round.Requests,
        Worth = round.Weight,
        IsConfirmation = round.IsConfirmation,
        Seconds = round.Seconds is { } seconds ? Math.Round(seconds, 2) : null,
        HeapUsedBytes = round.Find(Measure.HeapUsed),
        ExternalBytes = round.Find(Measure.External),
        ArrayBuffersBytes = round.Find(Measure.ArrayBuffers),
        RssBytes = round.Find(Measure.Rss),
        FileDescriptors = round.Find(Measure.FileDescriptors),
        Snapshot = round.SnapshotFile,
    };
}
