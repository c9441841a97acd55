using System.Net;
using Heapwise.Live.Cdp;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>
/// Inspectors of other processes that left their port for a moment because we were asked to move them. They are remembered until they
/// are back, so that the next run puts back what ours could not.
/// </summary>
internal sealed class MovedInspectors(InspectorSearch search, TargetOptions options)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly OpenedInspectors _moved = new(options.StateFolder, "moved");

    /// <summary>Moves the holder's inspector to a free port and returns once it listens there.</summary>
    /// <returns>False where no inspector answers.</returns>
    /// <exception cref="CdpException">It did not answer.</exception>
    public async Task<bool> MoveAwayAsync(PortHolder holder, CancellationToken cancellation)
    {
        if (holder.ProcessId is not { } processId || ProcTime.FindStart(processId) is not { } start) return false;
        var own = new IPEndPoint(holder.Address, holder.Port);
        if (await search.FindAsync(own, cancellation) is not { } socket) return false;
        _moved.Remember(new OpenedInspector(processId, start, holder.Port, holder.Port)); // should we be killed in between
        if (await MoveAsync(processId, socket, holder.Port, 0, cancellation) is { } port)
            _moved.Remember(new OpenedInspector(processId, start, port, holder.Port));
        return true;
    }

    /// <summary>
    /// Puts back what was moved, by us or by a run that was killed, unless its port is taken or somebody is connected to it where it is
    /// now. A run that has its turn is left alone: it needs the port, and puts back itself.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing else is thrown.</exception>
    public async Task PutBackAsync(bool isOurTurn, CancellationToken cancellation)
    {
        foreach (var moved in _moved.FindAll())
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            try
            {
                using var turn = isOurTurn
                    ? null
                    : await PortTurn.TakeAsync(moved.DebugPort, moved.ProcessId, options, patience.Token);
                if (_moved.Find(moved.ProcessId) == moved && await TryPutBackAsync(moved, patience.Token)) _moved.Forget(moved);
            }
            catch (Exception problem) when (problem is CdpException or OperationCanceledException or UnauthorizedAccessException)
            {
                cancellation.ThrowIfCancellationRequested(); // otherwise it stays open where it is, and the next run tries again
            }
        }
    }

    private async Task<bool> TryPutBackAsync(OpenedInspector moved, CancellationToken cancellation)
    {
        var listening = ProcSockets.ReadListening(moved.ProcessId);
        if (listening.Any(address => address.Port == moved.DebugPort)) return true;
        if (PortHolder.Find(moved.DebugPort, moved.ProcessId) is not null) return false;
        var now = moved.HasMoved
            ? listening.Where(address => address.Port == moved.Port)
            : listening.Where(address => IPAddress.IsLoopback(address.Address)); // we were killed before we knew where it went
        var isUsed = ProcSockets.ReadTable(moved.ProcessId)
            .Any(row => row.State == TcpRow.Established && row.Local.Port == moved.Port);
        if (isUsed) return false;
        if (await search.FindAsync(now, cancellation) is not { } socket) return true; // somebody closed it
        return await MoveAsync(moved.ProcessId, socket, socket.Port, moved.DebugPort, cancellation) is not null;
    }

    /// <returns>Its new port; null where the process has ended.</returns>
    private async Task<int?> MoveAsync(int processId, Uri socket, int oldPort, int newPort, CancellationToken cancellation)
    {
        var before = ReadPorts(processId);
        await using (var connection = await search.ConnectAsync(socket, cancellation))
            await InspectorMove.RunAsync(connection, newPort, options.Time, cancellation);
        while (ProcStatus.IsRunning(processId))
        {
            var now = ReadPorts(processId);
            if (!now.Contains(oldPort) && now.Except(before).FirstOrDefault() is > 0 and var opened) return opened;
            await Task.Delay(PollInterval, options.Time, cancellation);
        }

        return null;
    }

    private static HashSet<int> ReadPorts(int processId) => [.. ProcSockets.ReadListening(processId).Select(address => address.Port)];
}
