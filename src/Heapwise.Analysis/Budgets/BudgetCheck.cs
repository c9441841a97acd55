using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Budgets;

/// <summary>What became of one budget in a run.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Outcome">Whether it was kept.</param>
/// <param name="Limit">Bytes, or bytes per request; null for verdicts.</param>
/// <param name="Measured">The same; null where it could not be measured.</param>
public sealed record BudgetCheck(BudgetKind Kind, BudgetOutcome Outcome, double? Limit, double? Measured);

/// <summary>Whether a budget was kept.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BudgetOutcome>))]
public enum BudgetOutcome
{
    [JsonStringEnumMemberName("kept")]
    Kept,

    /// <summary>The run was inconclusive, or could not measure it.</summary>
    [JsonStringEnumMemberName("unsure")]
    Unsure,

    [JsonStringEnumMemberName("exceeded")]
    Exceeded,
}
