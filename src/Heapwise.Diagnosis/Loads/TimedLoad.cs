namespace Heapwise.Diagnosis.Loads;

/// <summary>No load from us: a round is a stretch of time in which the target does its own work, as with real traffic.</summary>
public sealed class TimedLoad(TimeSpan every, TimeProvider time) : ILoad
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    public LoadDescription Description => new LoadDescription.OwnWork(every);

    public Task WaitUntilReadyAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<LoadOutcome?> WarmUpAsync(IProgress<double>? progress, CancellationToken cancellation) =>
        Task.FromResult<LoadOutcome?>(null);

    public Task<LoadOutcome> RunRoundAsync(int round, IProgress<double>? progress, CancellationToken cancellation) =>
        WaitAsync(every, progress, cancellation);

    public Task<LoadOutcome> RunBurstAsync(int firstRound, int rounds, IProgress<double>? progress, CancellationToken cancellation) =>
        WaitAsync(every * rounds, progress, cancellation);

    private async Task<LoadOutcome> WaitAsync(TimeSpan length, IProgress<double>? progress, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (length - time.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
        {
            progress?.Report(1 - (left / length));
            await Task.Delay(left < Tick ? left : Tick, time, cancellation);
        }

        return new LoadOutcome(null, 0, time.GetElapsedTime(start));
    }
}
