using System.Text.Json.Serialization;
using Heapwise.Analysis.GarbageCollection;

namespace Heapwise.Analysis.Reports;

/// <summary>A sign of trouble, with the figures that belong to its kind; the others are null.</summary>
public sealed record GcWarningReport(GcWarningKind Kind)
{
    public long? Count { get; init; }

    public double? Share { get; init; }

    public long? Bytes { get; init; }

    public long? LimitBytes { get; init; }

    public double? EarlierPerMinute { get; init; }

    public double? LaterPerMinute { get; init; }

    public string? Message { get; init; }

    internal static GcWarningReport From(GcWarning warning) => warning switch
    {
        GcWarning.OutOfMemory fatal => new(GcWarningKind.OutOfMemory) { Message = fatal.Message },
        GcWarning.LastResort last => new(GcWarningKind.LastResort) { Count = last.Count },
        GcWarning.Ineffective row => new(GcWarningKind.Ineffective) { Count = row.Count },
        GcWarning.NearLimit near => new(GcWarningKind.NearLimit)
        {
            Bytes = near.FloorBytes,
            LimitBytes = near.LimitBytes,
            Share = near.Share,
        },
        GcWarning.FloorRising rising => new(GcWarningKind.FloorRising) { Bytes = rising.BytesPerMinute },
        GcWarning.FullCollectionsMoreOften often => new(GcWarningKind.FullCollectionsMoreOften)
        {
            EarlierPerMinute = often.EarlierPerMinute,
            LaterPerMinute = often.LaterPerMinute,
        },
        GcWarning.PromotionHigh high => new(GcWarningKind.PromotionHigh) { Share = high.Share, Bytes = high.PromotedBytes },
        GcWarning.MuchTimeLost lost => new(GcWarningKind.MuchTimeLost) { Share = lost.Share },
        _ => throw new NotSupportedException(warning.GetType().Name),
    };
}

[JsonConverter(typeof(JsonStringEnumConverter<GcWarningKind>))]
public enum GcWarningKind
{
    /// <summary>The floor grows. Bytes: the slope a minute.</summary>
    [JsonStringEnumMemberName("floor-rising")]
    FloorRising,

    /// <summary>Full collections follow one another faster. EarlierPerMinute and LaterPerMinute: in the first and the last third.</summary>
    [JsonStringEnumMemberName("full-collections-more-often")]
    FullCollectionsMoreOften,

    /// <summary>Much of what is allocated outlives the young generation. Share, Bytes: promoted.</summary>
    [JsonStringEnumMemberName("promotion-high")]
    PromotionHigh,

    /// <summary>The floor is close to the heap limit. Bytes: the latest floor; LimitBytes.</summary>
    [JsonStringEnumMemberName("near-limit")]
    NearLimit,

    /// <summary>Collections before V8 would have failed an allocation. Count.</summary>
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
