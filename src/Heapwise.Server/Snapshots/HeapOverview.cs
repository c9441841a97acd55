using Heapwise.Analysis.Reports;

namespace Heapwise.Server.Snapshots;

/// <summary>A snapshot in a few numbers.</summary>
public sealed record HeapOverview
{
    /// <summary>The same in every snapshot. An index may answer all of this without the graph.</summary>
    private const long V8RootId = 1;

    public required string Id { get; init; }

    public required string File { get; init; }

    public required long Nodes { get; init; }

    public required long Edges { get; init; }

    public required long Strings { get; init; }

    public required long TotalBytes { get; init; }

    public required StatisticsReport Statistics { get; init; }

    public required int Classes { get; init; }

    public required long RootId { get; init; }

    /// <summary>Whether it was written with the stacks of allocations.</summary>
    public required bool HasTraces { get; init; }

    public required long OpenMs { get; init; }

    public required bool IsFromIndex { get; init; }

    internal static HeapOverview From(string id, OpenHeap heap) => new()
    {
        Id = id,
        File = heap.Snapshot.Source,
        Nodes = heap.Snapshot.NodeCount,
        Edges = heap.Snapshot.EdgeCount,
        Strings = heap.Snapshot.StringCount,
        TotalBytes = heap.Snapshot.Statistics.TotalBytes,
        Statistics = StatisticsReport.From(heap.Snapshot.Statistics),
        Classes = heap.Snapshot.Classes.All.Count,
        RootId = V8RootId,
        HasTraces = !heap.Snapshot.IsFromIndex && heap.Snapshot.Graph.Traces is not null,
        OpenMs = (long)heap.OpenTime.TotalMilliseconds,
        IsFromIndex = heap.Snapshot.IsFromIndex,
    };
}
