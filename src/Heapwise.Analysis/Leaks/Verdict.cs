using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Leaks;

/// <summary>The answer of a diagnosis.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    [JsonStringEnumMemberName("leak")]
    Leak,

    [JsonStringEnumMemberName("no-leak")]
    NoLeak,

    [JsonStringEnumMemberName("inconclusive")]
    Inconclusive,
}
