using System.ComponentModel;
using System.Net;
using Heapwise.Live.Cdp;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>
/// Reaches the inspector of a running process without changing the process (Linux). An inspector that is already open is used as it
/// is. Otherwise SIGUSR1 opens one, but only where the process handles that signal: it would kill a Node that does not. What was opened
/// here moves at once to a port that the system chooses, so that any number of processes can be watched, and is closed again by
/// <see cref="CloseAsync"/>, or by whoever of several runs leaves last.
/// </summary>
internal sealed class Activation
{
    private const string StartWithInspector = "Start it with --inspect=127.0.0.1:0 and use --inspect HOST:PORT";

    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MaxPollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>After this time a process that does not open its inspector no longer keeps others from opening theirs.</summary>
    private static readonly TimeSpan TurnPatience = TimeSpan.FromSeconds(1);

    /// <summary>A main thread that waits for events for so long has handled the signal, and not by opening an inspector.</summary>
    private static readonly TimeSpan IdlePatience = TimeSpan.FromSeconds(1.5);

    private readonly int _processId;
    private readonly InspectorHttp _http;
    private readonly TargetOptions _options;
    private readonly AttachSteps _steps;
    private readonly InspectorSearch _search;
    private readonly OpenedInspectors _opened;
    private readonly FreePort _port;
    private readonly SignalledWorkers _workers;
    private readonly HashSet<long> _before;
    private NetworkNamespace? _network;
    private IDisposable? _turn;
    private Uri? _socket;

    private Activation(int processId, InspectorHttp http, TargetOptions options, AttachSteps steps)
    {
        _processId = processId;
        _http = http;
        _options = options;
        _steps = steps;
        _search = new InspectorSearch(http, options);
        _opened = new OpenedInspectors(options.StateFolder);
        _port = new FreePort(processId, _search, options, steps);
        _workers = new SignalledWorkers(processId, _search, options);
        _before = [.. ProcSockets.ReadListeningRows(processId).Select(row => row.Inode)];
        Ours = _opened.Find(processId);
    }

    /// <summary>The WebSocket of the process's inspector.</summary>
    public Uri Socket => _socket ?? throw new InvalidOperationException("not open");

    /// <summary>The inspector that our signal opened, or that of another run, so that it is ours to close; null for any other.</summary>
    public OpenedInspector? Ours { get; private set; }

    /// <exception cref="TargetException">The process cannot be attached to; the message says why and what to do.</exception>
    public static async Task<Activation> OpenAsync(
        int processId, InspectorHttp http, TargetOptions options, AttachSteps steps, CancellationToken cancellation)
    {
        AttachChecks.EnsureReachable(processId);
        var activation = new Activation(processId, http, options, steps);
        try
        {
            activation.EnterNetwork();
            await activation.ReachAsync(InspectorArguments.Read(processId), cancellation);
            return activation;
        }
        catch
        {
            await activation.GiveUpAsync();
            throw;
        }
    }

    /// <summary>
    /// Leaves the inspector if it was opened by heapwise, and closes it where nobody else uses it. Never throws. The request to close is
    /// queued in a busy target, so that it closes as soon as it can, even after we have left; where it gets lost, the next run closes.
    /// </summary>
    /// <param name="connection">To the target, if there is one.</param>
    /// <returns>False when that could not be completed: the target is gone or does not respond.</returns>
    public async Task<bool> CloseAsync(CdpConnection? connection)
    {
        using var grace = new CancellationTokenSource(CloseGrace, _options.Time);
        try
        {
            if (Ours is not null) await CloseInspectorAsync(connection, grace.Token);
            await _workers.CloseAsync(grace.Token);
            return true;
        }
        catch (Exception problem) when (problem is CdpException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            _network?.Dispose();
        }
    }

    /// <summary>
    /// Undoes what has been done so far. Whoever has the next turn must not find our inspector half open, but a target that does not
    /// respond keeps nobody waiting.
    /// </summary>
    private async Task GiveUpAsync()
    {
        var undoing = UndoAsync();
        await Task.WhenAny(undoing, Task.Delay(TurnPatience, _options.Time));
        EndTurn();
        await undoing;
    }

    private async Task UndoAsync()
    {
        await _port.PutBackAsync(CancellationToken.None); // then the signal opens nothing, where it is still pending
        await CloseAsync(connection: null);
        await _port.PutBackAsync(CancellationToken.None); // where it had opened already
    }

    private void EnterNetwork()
    {
        if (!OperatingSystem.IsLinux() || NetworkNamespace.FindOther(_processId) is not { } network) return;
        _network = network;
        _http.ConnectThrough(network.ConnectAsync);
    }

    private async Task ReachAsync(InspectorArguments arguments, CancellationToken cancellation)
    {
        NoteWhatIsLeft();
        if (Ours is { HasMoved: true } && (_socket = await FindAtAsync(Ours.Port, cancellation)) is not null)
        {
            await _port.PutBackWhatIsLeftAsync(cancellation);
            return;
        }

        _opened.Prune();
        if (arguments.Port != 0) _turn = await _port.TakeTurnAsync(arguments.Port, cancellation);
        do
        {
            Ours = _opened.Find(_processId); // another run may have had its turn meanwhile
            await FindOpenAsync(arguments, cancellation);
            if (_socket is not null) continue;
            Ours = null; // nothing is open now, whatever was
            await SignalAsync(arguments, cancellation);
        }
        while (Ours is { HasMoved: false } && !await MoveAsync(Ours, cancellation));

        await _port.PutBackAsync(cancellation);
        EndTurn();
    }

    /// <summary>
    /// The inspector that is already open, if there is one. Only ports that the arguments allow are asked, and where an earlier run left
    /// it, because the program's own server would count a request to it. Where the arguments allow any port, the highest comes first: the
    /// system chose it, among the high ones.
    /// </summary>
    private async Task FindOpenAsync(InspectorArguments arguments, CancellationToken cancellation)
    {
        var isAnyPort = arguments.IsOpenedAtStart && arguments.Port == 0;
        var allowed = ProcSockets.ReadListeningRows(_processId)
            .Where(row => isAnyPort || row.Local.Port == arguments.Port)
            .ToLookup(row => ProcLoop.IsServedByMain(_processId, row.Inode), row => row.Local);
        var asked = allowed[false].OrderByDescending(address => address.Port).Concat(Ours?.FindAddresses() ?? []);
        _socket = await _search.FindAsync(asked, cancellation);
        if (_socket is null && arguments.Port != 0 && allowed[true].Any())
            throw new TargetException(
                $"pid {_processId} has a server of its own on port {arguments.Port}, where its inspector would open. {StartWithInspector}");
        if (_socket is null || Ours is null) return;
        if (Ours.FindAddresses().Any(address => address.Port == _socket.Port)) Remember(Ours with { Port = _socket.Port });
        else Ours = null; // opened by somebody else
    }

    private async Task SignalAsync(InspectorArguments arguments, CancellationToken cancellation)
    {
        long? idle = null;
        AttachChecks.EnsureSignalIsSafe(_processId); // first: nobody is disturbed for a signal that is not sent
        await _port.FreeAsync(arguments.Port, cancellation);
        Signal(arguments);
        var start = _options.Time.GetTimestamp();
        for (var pause = PollInterval; ; pause = pause * 1.3 < MaxPollInterval ? pause * 1.3 : MaxPollInterval)
        {
            if ((_socket = await _search.FindAsync(ReadOpened(), cancellation)) is not null) break;
            if (!ProcStatus.IsRunning(_processId))
                throw new TargetExitedException($"pid {_processId} ended while its inspector was being opened", null, []);
            if (_turn is not null && _options.Time.GetElapsedTime(start) > TurnPatience)
            {
                EndTurn();
                if (await FindOwnAsync(cancellation)) return;
            }

            if (_port.IsTaken(arguments.Port)) // so the signal opened nothing
            {
                _turn ??= await _port.TakeTurnAsync(arguments.Port, cancellation);
                await _port.FreeAsync(arguments.Port, cancellation);
                Signal(arguments);
            }

            if (!ProcLoop.IsIdle(_processId)) idle = null;
            else if (_options.Time.GetElapsedTime(idle ??= _options.Time.GetTimestamp()) > IdlePatience) throw RefuseOwnHandler();
            await Task.Delay(pause, _options.Time, cancellation);
        }

        if (arguments.Port == 0) Remember(Ours! with { Port = _socket.Port }); // set by Signal
        else Remember(Ours! with { Port = _socket.Port, DebugPort = _socket.Port }); // the program may want another port than its arguments
    }

    /// <summary>Asks where it listened before: the program may have opened an inspector on a port of its own choice.</summary>
    private async Task<bool> FindOwnAsync(CancellationToken cancellation)
    {
        var own = ProcSockets.ReadListeningRows(_processId).Where(row => _before.Contains(row.Inode)).Select(row => row.Local);
        _socket = await _search.FindAsync(own.Where(address => IPAddress.IsLoopback(address.Address)), cancellation);
        if (_socket is null) return false;
        Forget(); // it was open before, so we do not close it
        return true;
    }

    private TargetException RefuseOwnHandler()
    {
        Forget();
        return new TargetException(
            $"pid {_processId} did not open its inspector, although its event loop is idle: the program handles SIGUSR1 itself. "
            + StartWithInspector);
    }

    /// <summary>An inspector that was opened by a run that is gone is closed when we leave.</summary>
    private void NoteWhatIsLeft()
    {
        if (Ours is not { } left || !IsListeningAt(left.Port)) return;
        var isUsed = ProcSockets.ReadTable(_processId).Any(row => row.State == TcpRow.Established && row.Local.Port == left.Port);
        if (isUsed) return;
        _options.Notes?.Report(
            $"pid {_processId} still has the inspector open that an earlier run of heapwise opened; it is closed at the end of this one");
    }

    private void Signal(InspectorArguments arguments)
    {
        AttachChecks.EnsureSignalIsSafe(_processId);
        _workers.Remember();
        if (ProcTime.FindStart(_processId) is { } born) Remember(new OpenedInspector(_processId, born, arguments.Port, arguments.Port));
        _steps.Now(
            "waiting for it to open its inspector",
            "did not open its inspector",
            "the program handles SIGUSR1 itself, or its main thread is blocked outside JavaScript (then it may open later). "
            + StartWithInspector);
        try
        {
            if (!Signals.Send(_processId, Signals.User1)) throw new TargetExitedException($"pid {_processId} has just ended", null, []);
        }
        catch (Win32Exception problem)
        {
            Forget();
            throw new TargetException($"pid {_processId} cannot be signalled: {problem.Message}. Run as its user, or as root", problem);
        }
    }

    /// <summary>Frees the port for others.</summary>
    /// <returns>False where the inspector is not elsewhere, because somebody closed it before it could move.</returns>
    private async Task<bool> MoveAsync(OpenedInspector opened, CancellationToken cancellation)
    {
        _steps.Now(
            "waiting for its main thread to respond",
            "did not respond",
            "its main thread is stopped in a debugger, or waits outside JavaScript. Try again when it is idle");
        if (!await TryMoveAsync(cancellation)) return false;
        var start = _options.Time.GetTimestamp();
        while (ProcStatus.IsRunning(_processId))
        {
            var elsewhere = ReadOpened().Where(address => address.Port != opened.Port);
            if ((_socket = await _search.FindAsync(elsewhere, cancellation)) is not null)
            {
                Remember(opened with { Port = _socket.Port });
                return true;
            }

            if (_options.Time.GetElapsedTime(start) > TurnPatience) return false;
            await Task.Delay(PollInterval, _options.Time, cancellation);
        }

        throw new TargetExitedException($"pid {_processId} ended while its inspector was being opened", null, []);
    }

    private async Task<bool> TryMoveAsync(CancellationToken cancellation)
    {
        var socket = Socket;
        _socket = null;
        try
        {
            await using var connection = await _search.ConnectAsync(socket, cancellation);
            await InspectorMove.RunAsync(connection, 0, _options.Time, cancellation);
            return true;
        }
        catch (CdpException problem) when (problem.Code == CdpErrorCode.ConnectionClosed && ProcStatus.IsRunning(_processId))
        {
            return false;
        }
    }

    private async Task CloseInspectorAsync(CdpConnection? connection, CancellationToken cancellation)
    {
        while (_socket is null && ProcStatus.IsRunning(_processId))
        {
            // The signal is pending while the main thread is blocked. The inspector that it opens later is ours to close, too.
            _socket = await _search.FindAsync(ReadOpened(), cancellation);
            if (_socket is null) await Task.Delay(PollInterval, _options.Time, cancellation);
            else Remember(Ours! with { Port = _socket.Port }); // checked by the caller
        }

        if (connection is { Closed.IsCompleted: false })
        {
            if (!await LeaveAsync(connection, cancellation)) return;
        }
        else if (await FindAtAsync(Ours!.Port, cancellation) is { } socket)
        {
            // We never connected, or the connection broke while the target lives.
            await using var own = await _search.ConnectAsync(socket, cancellation);
            if (!await LeaveAsync(own, cancellation)) return;
        }

        // The socket closes a moment before the listener does.
        while (IsListeningAt(Ours!.Port)) await Task.Delay(PollInterval, _options.Time, cancellation);
        Forget();
    }

    private Task<bool> LeaveAsync(CdpConnection connection, CancellationToken cancellation) =>
        SharedInspector.LeaveAsync(connection, Ours!, _search.LocalPorts, _options.GuardInterval, cancellation);

    private void Remember(OpenedInspector opened)
    {
        Ours = opened;
        _opened.Remember(opened);
    }

    private void Forget()
    {
        if (Ours is { } closed) _opened.Forget(closed);
        Ours = null;
    }

    private void EndTurn()
    {
        _turn?.Dispose();
        _turn = null;
    }

    private bool IsListeningAt(int port) => ProcSockets.ReadListening(_processId).Any(address => address.Port == port);

    private Task<Uri?> FindAtAsync(int port, CancellationToken cancellation) =>
        _search.FindAsync(ProcSockets.ReadListening(_processId).Where(address => address.Port == port), cancellation);

    /// <summary>
    /// Where the process listens now and did not before. Sockets are compared, not addresses: another run may have had its turn, closed
    /// the inspector that we saw, and left the same address to ours.
    /// </summary>
    private IPEndPoint[] ReadOpened() =>
        [.. ProcSockets.ReadListeningRows(_processId).Where(row => !_before.Contains(row.Inode)).Select(row => row.Local)];
}
