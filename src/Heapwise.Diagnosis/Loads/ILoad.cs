namespace Heapwise.Diagnosis.Loads;

/// <summary>What drives a target through the rounds of a diagnosis.</summary>
public interface ILoad
{
    /// <summary>What it does in a round.</summary>
    LoadDescription Description { get; }

    /// <summary>Returns as soon as the target can be driven.</summary>
    /// <exception cref="LoadException">It cannot, or not in time.</exception>
    Task WaitUntilReadyAsync(CancellationToken cancellation);

    /// <summary>
    /// Drives the target before anything is measured, so that caches fill and code is compiled; null where this load has no warm-up.
    /// </summary>
    /// <exception cref="LoadException"/>
    Task<LoadOutcome?> WarmUpAsync(IProgress<double>? progress, CancellationToken cancellation);

    /// <summary>
    /// Drives the target for one round, counted from 1. When this returns, nothing of the load is left in the target, as far as the load
    /// can ensure that.
    /// </summary>
    /// <exception cref="LoadException"/>
    Task<LoadOutcome> RunRoundAsync(int round, IProgress<double>? progress, CancellationToken cancellation);

    /// <summary>The same for several rounds in a row, without a rest in between.</summary>
    /// <exception cref="LoadException"/>
    Task<LoadOutcome> RunBurstAsync(int firstRound, int rounds, IProgress<double>? progress, CancellationToken cancellation);
}
