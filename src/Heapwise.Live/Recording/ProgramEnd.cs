using Heapwise.Live.Cdp;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Recording;

/// <summary>
/// Notices when a program is about to end. Node keeps a process alive until its debugger detaches, which leaves time to fetch what was
/// recorded. Without this, the program would be held up for the rest of the recording.
/// </summary>
internal sealed class ProgramEnd : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly NodeTarget _target;
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _registration;

    private ProgramEnd(NodeTarget target)
    {
        _target = target;
        _registration = target.Connection.AddHandler(ProgramEndings.Event, (_, _) =>
        {
            _ending.TrySetResult();
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Whether the program has finished and only waits for us.</summary>
    public bool IsNear => _ending.Task.IsCompleted;

    /// <exception cref="TargetException"/>
    public static async Task<ProgramEnd> WatchAsync(NodeTarget target, CancellationToken cancellation)
    {
        var end = new ProgramEnd(target);
        try
        {
            target.AwaitsEnd = true;
            await target.AskAsync(() => ProgramEndings.AskForEventAsync(target.Connection, cancellation));
            return end;
        }
        catch
        {
            end.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Lets the target work for that long, or until the token is cancelled or the program ends, and reports the time elapsed.
    /// </summary>
    /// <returns>Whether the full time passed.</returns>
    /// <exception cref="TargetException">It was ended from outside, or the connection was.</exception>
    public async Task<bool> LetWorkAsync(TimeSpan duration, Action<TimeSpan> report, CancellationToken stop)
    {
        var time = _target.Options.Time;
        var start = time.GetTimestamp();
        var isWhole = true;
        while (isWhole && time.GetElapsedTime(start) is var elapsed && elapsed < duration)
        {
            report(elapsed);
            var left = duration - elapsed;
            isWhole = await WaitAsync(left < Tick ? left : Tick, stop);
        }

        return isWhole;
    }

    public void Dispose()
    {
        _target.AwaitsEnd = false;
        _registration.Dispose();
    }

    private async Task<bool> WaitAsync(TimeSpan duration, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var wait = Task.Delay(duration, _target.Options.Time, over.Token);
        var first = await Task.WhenAny(wait, _ending.Task, _target.Connection.Closed);
        await over.CancelAsync();
        if (first == _target.Connection.Closed) await _target.AskAsync<bool>(async () => throw await _target.Connection.Closed);
        return wait.IsCompletedSuccessfully;
    }
}
