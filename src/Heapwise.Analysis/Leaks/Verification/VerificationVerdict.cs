using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Leaks.Verification;

/// <summary>Whether a fix holds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerificationVerdict>))]
public enum VerificationVerdict
{
    /// <summary>All leaks are gone, and none is new.</summary>
    [JsonStringEnumMemberName("fixed")]
    Fixed,

    [JsonStringEnumMemberName("not-fixed")]
    NotFixed,

    [JsonStringEnumMemberName("inconclusive")]
    Inconclusive,
}
