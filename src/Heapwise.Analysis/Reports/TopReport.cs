using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Reports;

/// <summary>What was observed of a process while it was watched. Schema <c>heapwise.top/1</c>.</summary>
public sealed record TopReport
{
    public const string SchemaName = "heapwise.top/1";

    public string Schema { get; init; } = SchemaName;

    public required int ProcessId { get; init; }

    /// <summary>The thread watched, if it is not the main thread.</summary>
    public required int? Worker { get; init; }

    public required string NodeVersion { get; init; }

    public required string? Script { get; init; }

    public required double WatchedSeconds { get; init; }

    public required long Samples { get; init; }

    public required WatchVerdict Verdict { get; init; }

    /// <summary>The last reading.</summary>
    public required WatchSampleReport Last { get; init; }

    /// <summary>Null if there was no collection.</summary>
    public required GcHeapReport? Collections { get; init; }
}
