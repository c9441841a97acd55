using System.Text.Json.Serialization;

namespace Heapwise.Analysis.GarbageCollection;

/// <summary>The collections after which the floor was read.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FloorSource>))]
public enum FloorSource
{
    [JsonStringEnumMemberName("full-collections")]
    FullCollections,

    /// <summary>There was no full collection. Old garbage is included, so growth alone proves no leak.</summary>
    [JsonStringEnumMemberName("young-collections")]
    YoungCollections,
}
