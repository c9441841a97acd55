using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Reports;

/// <summary>Snapshots that were taken of a running process, and what they cost. Schema <c>heapwise.snapshot/1</c>.</summary>
public sealed record SnapshotReport() : ProcessReport(SchemaName)
{
    public const string SchemaName = "heapwise.snapshot/1";

    /// <summary>How they were taken.</summary>
    public required CaptureWay Way { get; init; }

    /// <summary>In the order in which they were taken.</summary>
    public required IReadOnlyList<SnapshotRow> Snapshots { get; init; }
}

/// <summary>A snapshot that was taken. What only one way knows is null for the other.</summary>
public sealed record SnapshotRow
{
    public required string File { get; init; }

    public required long FileBytes { get; init; }

    /// <summary>The used heap just before, garbage collected; from outside null.</summary>
    public long? HeapUsedBytes { get; init; }

    /// <summary>From outside: memory of the heap that was copied.</summary>
    public long? CopiedBytes { get; init; }

    /// <summary>From outside: how often the process was stopped, once unless it was collecting garbage.</summary>
    public int? Stops { get; init; }

    /// <summary>How long the process was stopped.</summary>
    public required long PauseMs { get; init; }

    /// <summary>As the file says; 0 if it does not.</summary>
    public required long Nodes { get; init; }

    public long? EstimatedPauseMs { get; init; }

    public long? EstimatedFileBytes { get; init; }

    /// <summary>As counted, or as many as the used heap can hold.</summary>
    public long? EstimatedNodes { get; init; }

    public bool? WereNodesCounted { get; init; }
}
