using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Suspects;

/// <summary>The answer to a single snapshot, which can neither prove a leak nor rule one out.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SuspectsVerdict>))]
public enum SuspectsVerdict
{
    [JsonStringEnumMemberName("suspects")]
    Suspects,

    [JsonStringEnumMemberName("no-suspects")]
    NoSuspects,
}
