namespace Heapwise.Diagnosis.Runs;

/// <summary>One round of a live diagnosis.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Number">Of the first round that it drives; 0 for the baseline.</param>
/// <param name="Rounds">Usual rounds in the run.</param>
/// <param name="Weight">Usual rounds that it is as long as.</param>
/// <param name="Idle">The rest between load and reading.</param>
public sealed record RoundPlan(RoundKind Kind, int Number, int Rounds, int Weight, TimeSpan Idle);

/// <summary>What a round is for.</summary>
public enum RoundKind
{
    /// <summary>The warm-up, and the state after it.</summary>
    Baseline,
    Usual,

    /// <summary>Several rounds on end that take what fills to its bound.</summary>
    Burst,

    /// <summary>The round after the burst, with a rest: what still grows in it is a leak.</summary>
    Confirmation,

    /// <summary>The round after the verdict, in which the stacks of allocations are recorded.</summary>
    Traced,
}
