namespace Heapwise.Diagnosis.Loads;

/// <summary>What a load did.</summary>
/// <param name="Requests">Null where they were not counted.</param>
/// <param name="Failures">Requests that failed or were answered with an error, where that is allowed.</param>
/// <param name="Duration">The total time.</param>
public sealed record LoadOutcome(int? Requests, int Failures, TimeSpan Duration);
