using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Leaks;

/// <summary>Why a run ended before its last round. What the rounds until then had gathered was analysed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EarlyEnd>))]
public enum EarlyEnd
{
    /// <summary>The program ended, or was lost.</summary>
    [JsonStringEnumMemberName("target-ended")]
    TargetEnded,

    /// <summary>The person stopped the run.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,
}
