namespace Heapwise.Diagnosis.Loads;

/// <summary>A load that several processes share, one of which is measured: how many of its requests that one serves is not known.</summary>
internal sealed class DividedLoad(ILoad load) : ILoad
{
    public LoadDescription Description => load.Description;

    public Task WaitUntilReadyAsync(CancellationToken cancellation) => load.WaitUntilReadyAsync(cancellation);

    public async Task<LoadOutcome?> WarmUpAsync(IProgress<double>? progress, CancellationToken cancellation) =>
        await load.WarmUpAsync(progress, cancellation) is { } outcome ? Uncounted(outcome) : null;

    public async Task<LoadOutcome> RunRoundAsync(int round, IProgress<double>? progress, CancellationToken cancellation) =>
        Uncounted(await load.RunRoundAsync(round, progress, cancellation));

    public async Task<LoadOutcome> RunBurstAsync(int firstRound, int rounds, IProgress<double>? progress, CancellationToken cancellation) =>
        Uncounted(await load.RunBurstAsync(firstRound, rounds, progress, cancellation));

    private static LoadOutcome Uncounted(LoadOutcome outcome) => outcome with { Requests = null };
}
