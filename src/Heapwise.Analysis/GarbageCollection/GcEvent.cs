using System.Text.Json.Serialization;

namespace Heapwise.Analysis.GarbageCollection;

/// <summary>What the garbage collector did.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GcKind>))]
public enum GcKind
{
    /// <summary>The young generation, by copying.</summary>
    [JsonStringEnumMemberName("scavenge")]
    Scavenge,

    /// <summary>The young generation, by marking (<c>--minor-ms</c>).</summary>
    [JsonStringEnumMemberName("minor-mark-sweep")]
    MinorMarkSweep,

    /// <summary>The whole heap: a full collection. Node 18 calls it mark-sweep.</summary>
    [JsonStringEnumMemberName("mark-compact")]
    MarkCompact,

    /// <summary>Steps of marking between full collections. Logs tell them with the collection they lead to (<see cref="GcEvent.Steps"/>).</summary>
    [JsonStringEnumMemberName("incremental-marking")]
    IncrementalMarking,

    [JsonStringEnumMemberName("weak-callbacks")]
    WeakCallbacks,
}

/// <summary>One collection of one heap. Sizes are bytes; what the source does not tell is null.</summary>
public readonly record struct GcEvent
{
    public required GcKind Kind { get; init; }

    /// <summary>Since the start of the process or of the observation, at the end of the pause.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>The time the program stood still.</summary>
    public required TimeSpan Pause { get; init; }

    /// <summary>Marking steps between the program's own work since the last full collection; they stop the program too, each for a moment.</summary>
    public TimeSpan Steps { get; init; }

    /// <summary>Bytes of objects before.</summary>
    public long? BeforeBytes { get; init; }

    /// <summary>Bytes of objects after.</summary>
    public long? AfterBytes { get; init; }

    /// <summary>Memory committed before.</summary>
    public long? TotalBeforeBytes { get; init; }

    /// <summary>Memory committed after.</summary>
    public long? TotalAfterBytes { get; init; }

    /// <summary>Bytes of objects moved to the old generation.</summary>
    public long? PromotedBytes { get; init; }

    /// <summary>V8's reason, and after a semicolon why this collector, as V8 words them.</summary>
    public string? Cause { get; init; }

    /// <summary>Asked for by the program or a tool, not by need.</summary>
    public bool IsForced { get; init; }

    public int? ProcessId { get; init; }

    /// <summary>Address of V8's isolate: tells the main thread's heap from those of workers, and a restarted process from the one before.</summary>
    public ulong? Isolate { get; init; }

    /// <summary>True where everything was collected that could be.</summary>
    [JsonIgnore]
    public bool IsFull => Kind == GcKind.MarkCompact;

    /// <summary>Null where sizes are not known; 0 where the heap was larger after than before.</summary>
    [JsonIgnore]
    public long? FreedBytes => BeforeBytes is { } before && AfterBytes is { } after ? Math.Max(0, before - after) : null;
}
