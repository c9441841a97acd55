using System.Text.Json.Serialization;

namespace Heapwise.Server.Watching;

/// <summary>How the connection to a process is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LivePhase>))]
public enum LivePhase
{
    [JsonStringEnumMemberName("attaching")]
    Attaching,
    [JsonStringEnumMemberName("watching")]
    Watching,

    /// <summary>The process is gone, or we have left it.</summary>
    [JsonStringEnumMemberName("ended")]
    Ended,
    [JsonStringEnumMemberName("failed")]
    Failed,
}
