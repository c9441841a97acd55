using System.Text.Json.Serialization;

namespace Heapwise.Analysis.GarbageCollection;

[JsonConverter(typeof(JsonStringEnumConverter<FloorVerdict>))]
public enum FloorVerdict
{
    /// <summary>Fewer points than <see cref="FloorTrend.MinPoints"/>.</summary>
    [JsonStringEnumMemberName("too-few")]
    TooFew,

    /// <summary>No movement beyond noise, or one that has ended: a start, a step, a cache that has filled.</summary>
    [JsonStringEnumMemberName("steady")]
    Steady,

    [JsonStringEnumMemberName("growing")]
    Growing,

    [JsonStringEnumMemberName("shrinking")]
    Shrinking,
}
