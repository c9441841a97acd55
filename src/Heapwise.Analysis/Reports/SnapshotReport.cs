namespace Heapwise.Analysis.Reports;

/// <summary>Snapshots that were taken of a running process, and what they cost. Schema <c>heapwise.snapshot/1</c>.</summary>
public sealed record SnapshotReport() : ProcessReport(SchemaName)
{
    public const string SchemaName = "heapwise.snapshot/1";

    /// <summary>In the order in which they were taken.</summary>
    public required IReadOnlyList<SnapshotRow> Snapshots { get; init; }
}

public sealed record SnapshotRow
{
    public required string File { get; init; }

    public required long FileBytes { get; init; }

    /// <summary>The used heap just before, garbage collected.</summary>
    public required long HeapUsedBytes { get; init; }

    /// <summary>How long the process was stopped.</summary>
    public required long PauseMs { get; init; }

    /// <summary>As the file says; 0 if it does not.</summary>
    public required long Nodes { get; init; }

    public required long EstimatedPauseMs { get; init; }

    public required long EstimatedFileBytes { get; init; }

    /// <summary>As counted, or as many as the used heap can hold.</summary>
    public required long EstimatedNodes { get; init; }

    public required bool WereNodesCounted { get; init; }
}
