using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Survivors;

/// <summary>What growth keeps pace with.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RateBasis>))]
public enum RateBasis
{
    /// <summary>Each request adds as much as any other.</summary>
    [JsonStringEnumMemberName("request")]
    Request,

    /// <summary>Each usual round does; where requests are not counted.</summary>
    [JsonStringEnumMemberName("round")]
    Round,

    /// <summary>Each second does, whatever the program is asked to do: a collector with a timer of its own.</summary>
    [JsonStringEnumMemberName("second")]
    Second,
}

/// <summary>How steadily something grew.</summary>
/// <param name="Evenness">The slowest interval's share of the fastest one's rate, from 0 to 1.</param>
/// <param name="Basis">What the rate is taken by.</param>
public readonly record struct Steadiness(double Evenness, RateBasis Basis);
