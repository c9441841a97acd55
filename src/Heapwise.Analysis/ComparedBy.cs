using System.Text.Json.Serialization;

namespace Heapwise.Analysis;

/// <summary>How objects of two snapshots are matched.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ComparedBy>))]
public enum ComparedBy
{
    /// <summary>By V8's ids: the snapshots are of one process.</summary>
    [JsonStringEnumMemberName("identity")]
    Identity,

    /// <summary>By class, properties and the path that holds them: ids do not match.</summary>
    [JsonStringEnumMemberName("structure")]
    Structure,

    /// <summary>Not at all: there are no snapshots. Allocations that stay alive were sampled instead.</summary>
    [JsonStringEnumMemberName("samples")]
    Samples,
}
