namespace Heapwise.Analysis.Process;

/// <summary>What was run in a round.</summary>
/// <param name="Requests">Requests since the round before; null where they are not counted. The first round's do not matter.</param>
/// <param name="Weight">The length of the round in usual rounds: a burst counts as several.</param>
/// <param name="IsConfirmation">True for rounds that were added to confirm what the others showed.</param>
/// <param name="Time">How long it was; null where not known.</param>
public sealed record RoundLoad(int? Requests, int Weight = 1, bool IsConfirmation = false, RoundTime? Time = null)
{
    /// <summary>A usual round in which requests were not counted.</summary>
    public static RoundLoad Uncounted { get; } = new(Requests: null);
}

/// <summary>The length of a round, and what the program did in it.</summary>
/// <param name="Seconds">How long the program ran, from the end of one snapshot's pause to the beginning of the next one's.</param>
/// <param name="IsOwnWork">True where the program was left to its own work: there is nothing else to measure that by.</param>
/// <param name="Activity">What the program did; null where nobody watched.</param>
public sealed record RoundTime(double Seconds, bool IsOwnWork, RoundActivity? Activity = null);
