using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Process;

/// <summary>How a snapshot is taken.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaptureWay>))]
public enum CaptureWay
{
    /// <summary>V8 writes it, asked through the inspector.</summary>
    [JsonStringEnumMemberName("inspector")]
    Inspector,

    /// <summary>Heapwise makes it of a copy of the process's memory.</summary>
    [JsonStringEnumMemberName("outside")]
    Outside,
}
