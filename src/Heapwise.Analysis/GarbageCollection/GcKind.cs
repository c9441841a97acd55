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

    /// <summary>Marking steps. Logs report them with the full collection that they lead to (<see cref="GcEvent.Steps"/>).</summary>
    [JsonStringEnumMemberName("incremental-marking")]
    IncrementalMarking,

    [JsonStringEnumMemberName("weak-callbacks")]
    WeakCallbacks,
}
