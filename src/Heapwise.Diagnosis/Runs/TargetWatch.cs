using Heapwise.Diagnosis.Loads;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Runs;

/// <summary>Runs work that does not talk to the target itself, and ends it as soon as the target is gone.</summary>
internal static class TargetWatch
{
    private static readonly TimeSpan LastBreath = TimeSpan.FromSeconds(1);

    /// <exception cref="TargetException">The target is gone; says why. A load that fails because of that is not blamed.</exception>
    /// <exception cref="LoadException"/>
    public static async Task<T> WhileAliveAsync<T>(NodeTarget target, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var closed = target.Connection.Closed;
        var working = work(stop.Token);
        await Task.WhenAny(working, closed);

        // Connections break before the end is seen.
        if (working.IsFaulted) await Task.WhenAny(closed, Task.Delay(LastBreath, target.Options.Time, cancellation));
        if (working.IsCompletedSuccessfully || !closed.IsCompleted) return await working;

        await stop.CancelAsync();
        await Task.WhenAny(working); // however it ends: the target's end came first
        cancellation.ThrowIfCancellationRequested();
        await target.SampleMemoryAsync(cancellation); // fails, and says why the target cannot be asked any more
        return await working;
    }
}
