namespace Heapwise.Analysis.Reports;

/// <summary>The collections of a process while it was watched. Schema <c>heapwise.gcwatch/1</c>.</summary>
public sealed record GcWatchReport
{
    public const string SchemaName = "heapwise.gcwatch/1";

    public string Schema { get; init; } = SchemaName;

    public required int ProcessId { get; init; }

    /// <summary>The thread watched, if it is not the main thread.</summary>
    public required int? Worker { get; init; }

    public required string NodeVersion { get; init; }

    public required string? Script { get; init; }

    public required double WatchedSeconds { get; init; }

    /// <summary>Null if there was no collection.</summary>
    public required GcHeapReport? Collections { get; init; }
}
