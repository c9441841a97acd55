using System.Text.Json.Serialization;

namespace Heapwise.Analysis.GarbageCollection;

[JsonConverter(typeof(JsonStringEnumConverter<GcWarningKind>))]
public enum GcWarningKind
{
    /// <summary>The floor grows. Bytes: the slope a minute.</summary>
    [JsonStringEnumMemberName("floor-rising")]
    FloorRising,

    /// <summary>Full collections follow one another faster. EarlierPerMinute and LaterPerMinute: in the first and the last third of the time.</summary>
    [JsonStringEnumMemberName("full-collections-more-often")]
    FullCollectionsMoreOften,

    /// <summary>Much of what is allocated outlives the young generation. Share, Bytes: promoted.</summary>
    [JsonStringEnumMemberName("promotion-high")]
    PromotionHigh,

    /// <summary>The floor is close to the heap limit. Bytes: the latest floor; LimitBytes.</summary>
    [JsonStringEnumMemberName("near-limit")]
    NearLimit,

    /// <summary>Collections before giving up an allocation. Count.</summary>
    [JsonStringEnumMemberName("last-resort")]
    LastResort,

    /// <summary>Full collections in a row that freed next to nothing, with little work between them. Count.</summary>
    [JsonStringEnumMemberName("ineffective")]
    Ineffective,

    /// <summary>V8 gave up. Message: its last words.</summary>
    [JsonStringEnumMemberName("out-of-memory")]
    OutOfMemory,

    /// <summary>Collecting takes a large part of the time. Share.</summary>
    [JsonStringEnumMemberName("much-time-lost")]
    MuchTimeLost,
}

/// <summary>A sign of trouble, with the figures that belong to its kind; others are null.</summary>
public sealed record GcWarning(GcWarningKind Kind)
{
    public long? Count { get; init; }

    public double? Share { get; init; }

    public long? Bytes { get; init; }

    public long? LimitBytes { get; init; }

    public double? EarlierPerMinute { get; init; }

    public double? LaterPerMinute { get; init; }

    public string? Message { get; init; }
}
