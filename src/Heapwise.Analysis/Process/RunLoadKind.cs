using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Process;

/// <summary>What drives a program.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunLoadKind>))]
public enum RunLoadKind
{
    [JsonStringEnumMemberName("requests")]
    Requests,

    [JsonStringEnumMemberName("command")]
    Command,

    [JsonStringEnumMemberName("own-work")]
    OwnWork,
}
