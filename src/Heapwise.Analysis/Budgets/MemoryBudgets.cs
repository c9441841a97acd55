using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Budgets;

/// <summary>How much memory a program may use under a load. A limit that is null is none.</summary>
public sealed record MemoryBudgets
{
    /// <summary>Which verdicts break the budget.</summary>
    public FailOn FailOn { get; init; } = FailOn.Leak;

    /// <summary>Bytes that all leaks together leave behind for each request.</summary>
    public double? MaxBytesPerRequest { get; init; }

    /// <summary>Used heap after a forced collection, in every round.</summary>
    public long? MaxHeapFloorBytes { get; init; }

    /// <summary>The peak of resident memory before the first snapshot, which raises it.</summary>
    public long? MaxRssBytes { get; init; }

    /// <summary>The kinds of budget that can be broken, in the order in which they are reported.</summary>
    public IEnumerable<BudgetKind> Kinds =>
        Enum.GetValues<BudgetKind>().Where(kind => kind == BudgetKind.Leak ? FailOn != FailOn.Never : LimitOf(kind) is not null);

    /// <summary>Null where there is no limit.</summary>
    public double? LimitOf(BudgetKind kind) => kind switch
    {
        BudgetKind.BytesPerRequest => MaxBytesPerRequest,
        BudgetKind.HeapFloor => MaxHeapFloorBytes,
        BudgetKind.Rss => MaxRssBytes,
        _ => null,
    };
}

/// <summary>The least verdict that fails a run.</summary>
public enum FailOn
{
    Leak,
    Inconclusive,
    Never,
}

/// <summary>What a budget is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BudgetKind>))]
public enum BudgetKind
{
    /// <summary>Nothing leaks.</summary>
    [JsonStringEnumMemberName("leak")]
    Leak,

    [JsonStringEnumMemberName("maxBytesPerRequest")]
    BytesPerRequest,

    [JsonStringEnumMemberName("maxHeapFloor")]
    HeapFloor,

    [JsonStringEnumMemberName("maxRss")]
    Rss,
}
