using Heapwise.Heap;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Heap.Facts.Statistics;

namespace Heapwise.Analysis.Reports;

/// <summary>What is in a heap: totals, and every class, most retained first. Schema <c>heapwise.summary/1</c>.</summary>
public sealed record SummaryReport
{
    public const string SchemaName = "heapwise.summary/1";

    public string Schema { get; init; } = SchemaName;

    public required string File { get; init; }

    public required long Nodes { get; init; }

    public required long Edges { get; init; }

    public required long Strings { get; init; }

    public required long TotalBytes { get; init; }

    public required StatisticsReport Statistics { get; init; }

    public required IReadOnlyList<ClassRow> Classes { get; init; }

    public static SummaryReport From(HeapSnapshot snapshot) => new()
    {
        File = snapshot.Source,
        Nodes = snapshot.NodeCount,
        Edges = snapshot.EdgeCount,
        Strings = snapshot.StringCount,
        TotalBytes = snapshot.Statistics.TotalBytes,
        Statistics = StatisticsReport.From(snapshot.Statistics),
        Classes = [.. snapshot.Classes.All.Select(row => ClassRow.From(snapshot, row))],
    };
}

/// <summary>Where the bytes are. Typed array bytes are part of the native ones.</summary>
public sealed record StatisticsReport
{
    public required long NativeBytes { get; init; }

    public required long TypedArrayBytes { get; init; }

    public required long CodeBytes { get; init; }

    public required long StringBytes { get; init; }

    public required long JsArrayBytes { get; init; }

    public required long SystemBytes { get; init; }

    public static StatisticsReport From(SnapshotStatistics statistics) => new()
    {
        NativeBytes = statistics.NativeBytes,
        TypedArrayBytes = statistics.TypedArrayBytes,
        CodeBytes = statistics.CodeBytes,
        StringBytes = statistics.StringBytes,
        JsArrayBytes = statistics.JsArrayBytes,
        SystemBytes = statistics.SystemBytes,
    };
}

/// <summary>
/// One class. The key distinguishes classes of one name. The distance counts edges from a root; below V8's own roots it counts from
/// 100,000,000.
/// </summary>
public sealed record ClassRow
{
    public required string Name { get; init; }

    public required string Key { get; init; }

    public required long Count { get; init; }

    public required long ShallowBytes { get; init; }

    public required long RetainedBytes { get; init; }

    public required long Distance { get; init; }

    /// <summary>The constructor's location, if the snapshot has it.</summary>
    public required LocationReport? Location { get; init; }

    public static ClassRow From(HeapSnapshot snapshot, HeapClass row) => new()
    {
        Name = row.Name,
        Key = row.Key,
        Count = row.Count,
        ShallowBytes = row.ShallowBytes,
        RetainedBytes = row.RetainedBytes,
        Distance = row.Distance,
        Location = LocationReport.From(snapshot.PositionOf(row)),
    };
}
