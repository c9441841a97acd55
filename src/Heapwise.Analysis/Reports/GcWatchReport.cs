namespace Heapwise.Analysis.Reports;

/// <summary>The collections of a process while it was watched. Schema <c>heapwise.gcwatch/1</c>.</summary>
public sealed record GcWatchReport() : ProcessReport(SchemaName)
{
    public const string SchemaName = "heapwise.gcwatch/1";

    public required double WatchedSeconds { get; init; }

    /// <summary>Null if there was no collection.</summary>
    public required GcHeapReport? Collections { get; init; }
}
