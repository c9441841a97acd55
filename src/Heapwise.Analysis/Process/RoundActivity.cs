namespace Heapwise.Analysis.Process;

/// <summary>What the program did while a round drove it or left it to its own work.</summary>
/// <param name="Statuses">How many requests of ours were answered with which status; null where we sent none.</param>
/// <param name="Failures">Requests that failed or were answered with an error.</param>
/// <param name="AllocatedBytes">Allocated in the heap; before Node 26 no less than this.</param>
/// <param name="BusyMs">How long the event loop did not wait for events.</param>
/// <param name="WaitingMs">How long it did.</param>
public sealed record RoundActivity(
    IReadOnlyDictionary<int, int>? Statuses, int Failures, long AllocatedBytes, double BusyMs, double WaitingMs);
