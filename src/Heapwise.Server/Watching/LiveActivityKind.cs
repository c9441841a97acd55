using System.Text.Json.Serialization;

namespace Heapwise.Server.Watching;

/// <summary>What is under way in a process.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LiveActivityKind>))]
public enum LiveActivityKind
{
    [JsonStringEnumMemberName("collect")]
    Collect,
    [JsonStringEnumMemberName("snapshot")]
    Snapshot,
    [JsonStringEnumMemberName("sample")]
    Sample,
}
