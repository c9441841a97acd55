using Heapwise.Live.Cdp;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>
/// Makes the port free on which a process will open its inspector, without touching other programs unless that is allowed.
/// </summary>
internal sealed class FreePort(int processId, InspectorSearch search, TargetOptions options, AttachSteps steps)
{
    /// <summary>Somebody else's heapwise may be using it for a moment.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly MovedInspectors _moved = new(search, options);
    private readonly OpenedInspectors _opened = new(options.StateFolder);

    /// <summary>The right to use the port; see <see cref="PortTurn"/>.</summary>
    public async Task<IDisposable?> TakeTurnAsync(int port, CancellationToken cancellation)
    {
        steps.Now(
            "waiting for another heapwise to attach to its target first",
            "could not be attached to",
            $"another heapwise needs port {port} all the time. Start the program with --inspect-port=0");
        steps.LetOthersGoFirst();
        var turn = await PortTurn.TakeAsync(port, processId, options, cancellation, steps.LetOthersGoFirst);
        steps.GoOn();
        await PutBackAsync(cancellation); // what a run that was killed has left
        return turn;
    }

    /// <summary>Whether another process listens there. Cheap where nobody does.</summary>
    public bool IsTaken(int port) => port != 0 && PortHolder.Find(port, processId) is not null;

    /// <summary>Waits until nobody listens there, and helps where that is ours to do.</summary>
    /// <exception cref="TargetException">The port will not become free.</exception>
    public async Task FreeAsync(int port, CancellationToken cancellation)
    {
        if (port == 0) return;
        var start = options.Time.GetTimestamp();
        while (PortHolder.Find(port, processId) is { } holder)
        {
            if (holder.ProcessId is { } left && _opened.Find(left) is { } ours) await CloseAsync(ours, holder, cancellation);
            else if (!holder.HasEnded && options.MayMoveInspector && holder.FindObstacle() is null)
                await MoveAsync(holder, cancellation);
            else if (!holder.HasEnded && options.Time.GetElapsedTime(start) > Patience)
                throw holder.Refuse(holder.FindObstacle());
            await Task.Delay(PollInterval, options.Time, cancellation);
        }
    }

    /// <summary>Puts back the inspectors that were moved for us. It must be our turn.</summary>
    public Task PutBackAsync(CancellationToken cancellation) => _moved.PutBackAsync(isOurTurn: true, cancellation);

    /// <summary>Puts back what a run that was killed has left.</summary>
    public Task PutBackWhatIsLeftAsync(CancellationToken cancellation) => _moved.PutBackAsync(isOurTurn: false, cancellation);

    private async Task CloseAsync(OpenedInspector left, PortHolder holder, CancellationToken cancellation)
    {
        steps.Now(
            $"waiting for {holder.Name} to close the inspector that heapwise opened there",
            "could not open its inspector",
            $"port {holder.Port} is taken by {holder.Name}, whose inspector heapwise opened and whose main thread does not respond. "
            + "It closes as soon as that is possible");
        await LeftInspectors.CloseAsync(left, search, options, cancellation);
    }

    private async Task MoveAsync(PortHolder holder, CancellationToken cancellation)
    {
        steps.Now(
            $"moving the inspector of {holder.Name} to another port",
            "could not open its inspector",
            $"port {holder.Port} is taken by {holder.Name}, which does not answer");
        try
        {
            if (!await _moved.MoveAwayAsync(holder, cancellation)) throw holder.Refuse("uses it for something other than an inspector");
        }
        catch (CdpException problem)
        {
            throw holder.Refuse("does not answer", problem);
        }
    }
}
