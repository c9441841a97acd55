namespace Heapwise.Analysis.Process;

/// <summary>What was run in a round.</summary>
/// <param name="Requests">Requests since the round before; null where they are not counted. The first round's do not matter.</param>
/// <param name="Weight">The length of the round in usual rounds: a burst counts as several.</param>
/// <param name="IsConfirmation">True for rounds that were added to confirm what the others showed.</param>
public sealed record RoundLoad(int? Requests, int Weight = 1, bool IsConfirmation = false)
{
    /// <summary>A usual round in which requests were not counted.</summary>
    public static RoundLoad Uncounted { get; } = new(Requests: null);
}
