using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Reports;

/// <summary>What was observed of a process while it was watched. Schema <c>heapwise.top/1</c>.</summary>
public sealed record TopReport() : ProcessReport(SchemaName)
{
    public const string SchemaName = "heapwise.top/1";

    public required double WatchedSeconds { get; init; }

    public required long Samples { get; init; }

    public required WatchVerdict Verdict { get; init; }

    /// <summary>The last reading.</summary>
    public required WatchSampleReport Last { get; init; }

    /// <summary>Null if there was no collection.</summary>
    public required GcHeapReport? Collections { get; init; }
}
