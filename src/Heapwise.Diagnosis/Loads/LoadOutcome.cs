namespace Heapwise.Diagnosis.Loads;

/// <summary>What a load did.</summary>
/// <param name="Requests">Null where they were not counted.</param>
/// <param name="Failures">Requests that failed or were answered with an error, where that is allowed.</param>
/// <param name="Duration">The total time.</param>
/// <param name="Statuses">How many answers had which status; null where that is not known.</param>
public sealed record LoadOutcome(int? Requests, int Failures, TimeSpan Duration, IReadOnlyDictionary<int, int>? Statuses = null);
