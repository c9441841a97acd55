using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Leaks.Verification;

/// <summary>What became of a leak after a fix.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LeakOutcome>))]
public enum LeakOutcome
{
    [JsonStringEnumMemberName("gone")]
    Gone,

    /// <summary>Still there, at a lower rate.</summary>
    [JsonStringEnumMemberName("shrunk")]
    Shrunk,

    [JsonStringEnumMemberName("still-there")]
    StillThere,

    /// <summary>Gone from where it was, but the same objects accumulate elsewhere, or the same holder leaks in another way.</summary>
    [JsonStringEnumMemberName("moved")]
    Moved,

    /// <summary>The run before did not have it.</summary>
    [JsonStringEnumMemberName("new")]
    New,
}
