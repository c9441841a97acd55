namespace Heapwise.Analysis.Reports;

/// <summary>What a forced collection freed. Schema <c>heapwise.gc/1</c>. Bytes.</summary>
public sealed record GcReport() : ProcessReport(SchemaName)
{
    public const string SchemaName = "heapwise.gc/1";

    public required double PauseMs { get; init; }

    public required GcMemory Before { get; init; }

    public required GcMemory After { get; init; }

    /// <summary>By V8's names, without the suffix <c>_space</c>.</summary>
    public required IReadOnlyList<GcSpace> Spaces { get; init; }
}

/// <summary><c>process.memoryUsage()</c>.</summary>
public sealed record GcMemory(long HeapUsedBytes, long HeapTotalBytes, long ExternalBytes, long ArrayBuffersBytes, long RssBytes);

/// <summary>Bytes used in one space of the heap.</summary>
public sealed record GcSpace(string Name, long BeforeBytes, long AfterBytes);
