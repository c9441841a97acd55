using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Reports;

/// <summary>
/// One reading of a running process without its help. Schema <c>heapwise.stats-outside/1</c>. Bytes; what cannot be known is null.
/// </summary>
public sealed record OutsideStatsReport() : ProcessReport(SchemaName)
{
    public const string SchemaName = "heapwise.stats-outside/1";

    public required double UptimeSeconds { get; init; }

    public required OutsideStatsMemory Memory { get; init; }

    public required OutsideStatsHeap Heap { get; init; }

    public required IReadOnlyList<OutsideStatsSpace> Spaces { get; init; }

    public required OutsideStatsThread MainThread { get; init; }

    public required int? FileDescriptors { get; init; }

    public required int? FileDescriptorLimit { get; init; }
}

/// <summary>The process's memory, and the limit over it.</summary>
public sealed record OutsideStatsMemory(
    long RssBytes, long PeakRssBytes, long ArrayBuffersBytes, long? ExternalBytes, long? CgroupUsedBytes, long? CgroupLimitBytes);

/// <summary>V8's counters of its heap.</summary>
/// <param name="UsedBytes">Objects, garbage included.</param>
/// <param name="TotalBytes">Pages.</param>
/// <param name="LimitBytes">What it may grow to.</param>
/// <param name="UsedShare">How full it is, 0 to 1.</param>
/// <param name="OldBytes">Objects of the old generation, garbage included.</param>
/// <param name="OldFloorBytes">The same right after the last full collection; null before the first.</param>
public sealed record OutsideStatsHeap(
    long UsedBytes, long TotalBytes, long LimitBytes, double UsedShare, long OldBytes, long? OldFloorBytes);

/// <summary>One space of the heap, by V8's name without the suffix <c>_space</c>.</summary>
public sealed record OutsideStatsSpace(string Name, long SizeBytes, long UsedBytes);

/// <summary>The main thread during the reading.</summary>
/// <param name="State">What it was doing at its end.</param>
/// <param name="WindowSeconds">How long it was observed.</param>
/// <param name="BusyShare">The share of that time that it was on a processor, 0 to 1.</param>
/// <param name="Frames">The calls that it was in, the innermost first; empty while it waits for events.</param>
/// <param name="PauseMs">How long the process stood still to read them.</param>
public sealed record OutsideStatsThread(
    MainThreadState State, double WindowSeconds, double? BusyShare, IReadOnlyList<OutsideStatsFrame> Frames, double PauseMs);

/// <summary>A call: the function and where it begins, lines and columns from 1.</summary>
public sealed record OutsideStatsFrame(string Function, string File, int? Line, int? Column);

/// <summary>What a main thread does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MainThreadState>))]
public enum MainThreadState
{
    /// <summary>It waits for events.</summary>
    [JsonStringEnumMemberName("idle")]
    Idle,

    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>It collects garbage.</summary>
    [JsonStringEnumMemberName("collecting")]
    Collecting,

    /// <summary>The process is stopped (SIGSTOP, a debugger).</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,
}
