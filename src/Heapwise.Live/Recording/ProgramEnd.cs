using Heapwise.Live.Cdp;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Recording;

/// <summary>
/// Hears when a program is about to end. Node holds a process that has a debugger attached until it is detached, so that there is
/// time to take what was recorded; without this a program would be held up for the rest of the recording.
/// </summary>
internal sealed class ProgramEnd : IDisposable
{
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _registration;

    private ProgramEnd(CdpConnection connection) => _registration = connection.AddHandler("NodeRuntime.waitingForDisconnect", (_, _) =>
    {
        _ending.TrySetResult();
        return ValueTask.CompletedTask;
    });

    /// <summary>Whether the program has ended but for us.</summary>
    public bool IsNear => _ending.Task.IsCompleted;

    /// <exception cref="TargetException"/>
    public static async Task<ProgramEnd> WatchAsync(NodeTarget target, CancellationToken cancellation)
    {
        var end = new ProgramEnd(target.Connection);
        try
        {
            await target.AskAsync(async () => await target.Connection.SendAsync(
                "NodeRuntime.notifyWhenWaitingForDisconnect", new WireEnabled(Enabled: true), CdpJson.Default.WireEnabled, CdpJson.Default.WireEmpty, timeout: null, cancellation));
            return end;
        }
        catch
        {
            end.Dispose();
            throw;
        }
    }

    /// <summary>Lets the target work for that long, or until the token is cancelled or the program ends.</summary>
    /// <returns>Whether the whole time went by.</returns>
    /// <exception cref="TargetException">It was ended from outside, or the connection was.</exception>
    public async Task<bool> LetWorkAsync(NodeTarget target, TimeSpan duration, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var wait = Task.Delay(duration, target.Options.Time, over.Token);
        var first = await Task.WhenAny(wait, _ending.Task, target.Connection.Closed);
        await over.CancelAsync();
        if (first == target.Connection.Closed) await target.AskAsync<bool>(async () => throw await target.Connection.Closed);
        return wait.IsCompletedSuccessfully;
    }

    public void Dispose() => _registration.Dispose();
}
