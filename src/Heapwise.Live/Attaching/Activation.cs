using System.ComponentModel;
using System.Net;
using Heapwise.Live.Cdp;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>
/// Gets at the inspector of a running process without changing the process (Linux). An inspector that is open already is used as
/// it is; otherwise SIGUSR1 opens one, but only where a handler for it stands ready: a Node without one would be killed. What was
/// opened here is closed again by <see cref="CloseAsync"/>.
/// </summary>
internal sealed class Activation
{
    private const string CloseInspector = "require('inspector').close()";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BusyPortPatience = TimeSpan.FromSeconds(3);

    private readonly int _processId;
    private readonly InspectorHttp _http;
    private readonly TargetOptions _options;
    private readonly HashSet<IPEndPoint> _before;
    private readonly List<MovedInspector> _moved = [];
    private NetworkNamespace? _network;
    private bool _signalled;
    private Uri? _socket;

    private Activation(int processId, InspectorHttp http, TargetOptions options, IEnumerable<IPEndPoint> before)
    {
        _processId = processId;
        _http = http;
        _options = options;
        _before = [.. before];
    }

    /// <summary>The WebSocket of the process's inspector.</summary>
    public Uri Socket => _socket ?? throw new InvalidOperationException("not open");

    /// <summary>Whether the inspector was opened by our signal, and so is ours to close.</summary>
    public bool IsOurs => _signalled;

    /// <exception cref="TargetException">The process cannot be attached to; the message says why and what to do.</exception>
    public static async Task<Activation> OpenAsync(int processId, InspectorHttp http, TargetOptions options, CancellationToken cancellation)
    {
        AttachChecks.EnsureReachable(processId);
        var activation = new Activation(processId, http, options, ProcSockets.Listening(processId));
        try
        {
            activation.EnterNetwork();
            var arguments = InspectorArguments.Of(processId);
            activation._socket = await activation.FindOpenAsync(arguments, cancellation);
            if (activation._socket is null) await activation.SignalAsync(arguments, cancellation);
            return activation;
        }
        catch
        {
            await activation.CloseAsync(connection: null);
            throw;
        }
    }

    /// <summary>
    /// Closes the inspector if it was opened here, and puts a moved one back. Never throws. The request to close is queued in the
    /// target even when it is busy, so that it closes as soon as it can, also after we have left.
    /// </summary>
    /// <returns>False when that could not be seen to the end: the target is gone or stands still.</returns>
    public async Task<bool> CloseAsync(CdpConnection? connection)
    {
        using var grace = new CancellationTokenSource(CloseGrace, _options.Time);
        try
        {
            if (_signalled) await CloseInspectorAsync(connection, grace.Token);
            foreach (var moved in _moved) await moved.PutBackAsync(grace.Token);
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

    private void EnterNetwork()
    {
        if (!OperatingSystem.IsLinux() || NetworkNamespace.FindOther(_processId) is not { } network) return;
        _network = network;
        _http.ConnectThrough(network.ConnectAsync);
    }

    /// <summary>
    /// The inspector that is open already, if one is. Only ports that the arguments point at are asked: a request to the program's
    /// own server would be counted there.
    /// </summary>
    private async Task<Uri?> FindOpenAsync(InspectorArguments arguments, CancellationToken cancellation)
    {
        foreach (var place in _before.Where(place => place.Port == arguments.Port || (arguments.IsOpenedAtStart && arguments.Port == 0)))
            if (await AskAsync(place, cancellation) is { } socket) return socket;
        return null;
    }

    private async Task SignalAsync(InspectorArguments arguments, CancellationToken cancellation)
    {
        AttachChecks.EnsureSignalIsSafe(_processId); // first: nobody is moved for a signal that is not sent
        var start = _options.Time.GetTimestamp();
        await FreePortAsync(arguments.Port, cancellation);
        Signal();
        while (_options.Time.GetElapsedTime(start) < _options.ConnectTimeout)
        {
            foreach (var place in ProcSockets.Listening(_processId).Where(place => !_before.Contains(place)))
                if ((_socket = await AskAsync(place, cancellation)) is not null) return;
            if (!ProcStatus.IsRunning(_processId)) throw new TargetExitedException($"pid {_processId} ended while its inspector was being opened", null, []);
            if (await FreePortAsync(arguments.Port, cancellation)) Signal(); // taken in between: the first signal went into an error message
            await Task.Delay(PollInterval, _options.Time, cancellation);
        }

        // Last, ask where it listened before: the program may have opened an inspector on a port of its own choice.
        foreach (var place in _before.Where(place => IPAddress.IsLoopback(place.Address)))
            if ((_socket = await AskAsync(place, cancellation)) is not null)
            {
                _signalled = false; // it was open, so it is not ours to close
                return;
            }

        throw new TargetException(
            $"pid {_processId} has not opened its inspector within {_options.ConnectTimeout.TotalSeconds:0.#} s of SIGUSR1: the program handles that signal itself, "
            + "or its main thread stands still outside JavaScript (then it may open later). Start it with --inspect=127.0.0.1:0 and use --inspect HOST:PORT");
    }

    /// <summary>
    /// Makes whoever holds the port leave it. One with a debugger attached is waited for a little: it may be another run of ours.
    /// </summary>
    /// <returns>Whether it was taken.</returns>
    /// <exception cref="TargetException">It will not be free.</exception>
    private async Task<bool> FreePortAsync(int port, CancellationToken cancellation)
    {
        if (port == 0 || PortHolder.Find(port, _processId) is null) return false;
        var start = _options.Time.GetTimestamp();
        while (PortHolder.Find(port, _processId) is { } holder)
        {
            if (holder.HasEnded)
                await Task.Delay(PollInterval, _options.Time, cancellation);
            else if (!holder.HasDebugger || _options.Time.GetElapsedTime(start) > BusyPortPatience)
                _moved.Add(await holder.MoveAsync(_http, _options, cancellation));
            else
                await Task.Delay(PollInterval, _options.Time, cancellation);
        }

        return true;
    }

    private void Signal()
    {
        AttachChecks.EnsureSignalIsSafe(_processId);
        _signalled = true;
        try
        {
            if (!Signals.Send(_processId, Signals.User1)) throw new TargetExitedException($"pid {_processId} has just ended", null, []);
        }
        catch (Win32Exception problem)
        {
            throw new TargetException($"pid {_processId} may not be signalled: {problem.Message}. Run as its user, or as root", problem);
        }
    }

    /// <summary>The WebSocket there; null where it is not an inspector, or not (yet) one that answers.</summary>
    private async Task<Uri?> AskAsync(IPEndPoint place, CancellationToken cancellation)
    {
        var host = place.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : place.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : place.Address;
        try
        {
            return await _http.FindSocketAsync(host.ToString(), place.Port, cancellation);
        }
        catch (CdpException)
        {
            return null;
        }
    }

    private async Task CloseInspectorAsync(CdpConnection? connection, CancellationToken cancellation)
    {
        var opened = Opened();
        while (_socket is null && opened.Length == 0 && ProcStatus.IsRunning(_processId))
        {
            // The signal waits for a main thread that stands still: what it opens as soon as that goes on is ours to close, too.
            await Task.Delay(PollInterval, _options.Time, cancellation);
            opened = Opened();
        }

        if (connection is { Closed.IsCompleted: false })
        {
            await CloseThroughAsync(connection, cancellation);
        }
        else if (await FindAmongAsync(opened, cancellation) is { } socket)
        {
            // never connected, or the connection broke while the target lives
            await using var own = await CdpConnection.ConnectAsync(socket, _http.Invoker, new CdpOptions { Time = _options.Time }, cancellation);
            await CloseThroughAsync(own, cancellation);
        }

        // The socket closes a moment before the listener does.
        while (ProcSockets.Listening(_processId).Any(opened.Contains)) await Task.Delay(PollInterval, _options.Time, cancellation);
    }

    private IPEndPoint[] Opened() => [.. ProcSockets.Listening(_processId).Where(place => !_before.Contains(place))];

    private static async Task CloseThroughAsync(CdpConnection connection, CancellationToken cancellation)
    {
        await connection.Runtime.PostEvaluateAsync(CloseInspector, cancellation);
        await connection.Closed.WaitAsync(cancellation); // no answer ever comes: only the socket closes
    }

    private async Task<Uri?> FindAmongAsync(IPEndPoint[] places, CancellationToken cancellation)
    {
        foreach (var place in places)
            if (await AskAsync(place, cancellation) is { } socket) return socket;
        return null;
    }
}
