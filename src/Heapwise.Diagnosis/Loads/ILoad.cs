namespace Heapwise.Diagnosis.Loads;

/// <summary>What drives a target through the rounds of a diagnosis.</summary>
public interface ILoad
{
    /// <summary>What it does in a round.</summary>
    LoadDescription Description { get; }

    /// <summary>Returns as soon as the target can be driven.</summary>
    /// <exception cref="LoadException">It cannot, or not in time.</exception>
    Task WaitUntilReadyAsync(CancellationToken cancellation);

    /// <summary>Drives the target before anything is measured, so that caches fill and code is compiled; null where there is no such load.</summary>
    /// <exception cref="LoadException"/>
    Task<LoadOutcome?> WarmUpAsync(IProgress<double>? progress, CancellationToken cancellation);

    /// <summary>Drives the target for one round, counted from 1. When it returns nothing of the load is left in the target, as far as the load can see to that.</summary>
    /// <exception cref="LoadException"/>
    Task<LoadOutcome> RunRoundAsync(int round, IProgress<double>? progress, CancellationToken cancellation);

    /// <summary>The same for several rounds on end, with no rest in between.</summary>
    /// <exception cref="LoadException"/>
    Task<LoadOutcome> RunBurstAsync(int firstRound, int rounds, IProgress<double>? progress, CancellationToken cancellation);
}

/// <summary>What a load did.</summary>
/// <param name="Requests">Null where nobody counted.</param>
/// <param name="Failures">Requests that failed or were answered with an error, where that is allowed.</param>
/// <param name="Duration">Of the whole.</param>
public sealed record LoadOutcome(int? Requests, int Failures, TimeSpan Duration);

/// <summary>The load could not be run. The message is one line for the person at the terminal.</summary>
public sealed class LoadException(string message, Exception? inner = null) : Exception(message, inner);
