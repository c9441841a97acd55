using System.Text.Json.Serialization;

namespace Heapwise.Server.Sources;

/// <summary>What a page can show.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SourceKind>))]
public enum SourceKind
{
    [JsonStringEnumMemberName("snapshot")]
    Snapshot,

    /// <summary>A report that <c>diagnose</c> wrote as JSON.</summary>
    [JsonStringEnumMemberName("diagnosis")]
    Diagnosis,

    /// <summary>Sampled allocations, <c>.heapprofile</c>.</summary>
    [JsonStringEnumMemberName("profile")]
    Profile,

    /// <summary>A snapshot with the stacks of allocations, <c>.heaptimeline</c>.</summary>
    [JsonStringEnumMemberName("timeline")]
    Timeline,

    /// <summary>Output of <c>node --trace-gc</c>.</summary>
    [JsonStringEnumMemberName("gclog")]
    GcLog,

    [JsonStringEnumMemberName("process")]
    Process,

    [JsonStringEnumMemberName("history")]
    History,
}

/// <summary>How far a source is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SourceState>))]
public enum SourceState
{
    /// <summary>Not opened yet.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,
    [JsonStringEnumMemberName("opening")]
    Opening,
    [JsonStringEnumMemberName("ready")]
    Ready,
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Closed to make room; it opens when it is asked for.</summary>
    [JsonStringEnumMemberName("closed")]
    Closed,
}
