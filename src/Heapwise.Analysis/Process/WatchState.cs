using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Process;

[JsonConverter(typeof(JsonStringEnumConverter<WatchState>))]
public enum WatchState
{
    /// <summary>Too little was observed to say anything.</summary>
    [JsonStringEnumMemberName("too-early")]
    TooEarly,

    [JsonStringEnumMemberName("steady")]
    Steady,

    [JsonStringEnumMemberName("growing")]
    Growing,

    /// <summary>Memory is given back: what was held was a backlog.</summary>
    [JsonStringEnumMemberName("draining")]
    Draining,
}
