using Heapwise.Analysis.GarbageCollection;

namespace Heapwise.Analysis.Reports;

/// <summary>Garbage collections of a log, by heap. Schema <c>heapwise.gclog/1</c>.</summary>
public sealed record GcLogReport
{
    public const string SchemaName = "heapwise.gclog/1";

    public string Schema { get; init; } = SchemaName;

    public required string File { get; init; }

    public required long Lines { get; init; }

    /// <summary>Lines of a collection that could not be read.</summary>
    public required long DamagedLines { get; init; }

    /// <summary>Heaps of the log that were not selected.</summary>
    public required int OtherHeaps { get; init; }

    /// <summary>The heap that lost most time to collections first.</summary>
    public required IReadOnlyList<GcHeapReport> Heaps { get; init; }

    /// <summary>The heaps of a process, or all of them; the one that lost most time to collections first.</summary>
    public static IReadOnlyList<GcLogHeap> SelectHeaps(GcLog log, int? processId) =>
    [
        .. log.Heaps
            .Where(heap => processId is null || heap.ProcessId == processId)
            .OrderByDescending(heap => heap.Tally.Paused + heap.Tally.Steps),
    ];

    /// <param name="file">As the person named it.</param>
    /// <param name="log">What was read.</param>
    /// <param name="processId">Only heaps of this process; null for all.</param>
    public static GcLogReport From(string file, GcLog log, int? processId = null)
    {
        var heaps = SelectHeaps(log, processId);
        return new GcLogReport
        {
            File = file,
            Lines = log.Lines,
            DamagedLines = log.DamagedLines,
            OtherHeaps = log.Heaps.Count - heaps.Count,
            Heaps = [.. heaps.Select(GcHeapReport.From)],
        };
    }
}
