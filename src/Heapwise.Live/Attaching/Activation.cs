using System.ComponentModel;
using System.Net;
using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>
/// Reaches the inspector of a running process without changing the process (Linux). An inspector that is already open is used as it
/// is. Otherwise SIGUSR1 opens one, but only where the process handles that signal: it would kill a Node that does not. What was opened
/// here is closed again by <see cref="CloseAsync"/>.
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

    /// <summary>Whether our signal opened the inspector, so that we close it.</summary>
    public bool IsOurs => _signalled;

    /// <exception cref="TargetException">The process cannot be attached to; the message says why and what to do.</exception>
    public static async Task<Activation> OpenAsync(int processId, InspectorHttp http, TargetOptions options, CancellationToken cancellation)
    {
        AttachChecks.EnsureReachable(processId);
        var activation = new Activation(processId, http, options, ProcSockets.ReadListening(processId));
        try
        {
            activation.EnterNetwork();
            var arguments = InspectorArguments.Read(processId);
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
    /// Closes the inspector if it was opened here, and puts a moved one back. Never throws. The request to close is queued in a busy
    /// target, so that it closes as soon as it can, even after we have left.
    /// </summary>
    /// <returns>False when that could not be completed: the target is gone or does not respond.</returns>
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
    /// The inspector that is already open, if there is one. Only ports that the arguments allow are asked, because the program's own server
    /// would count a request to it. Where they allow any port, the highest comes first: the system chose it, among the high ones.
    /// </summary>
    private async Task<Uri?> FindOpenAsync(InspectorArguments arguments, CancellationToken cancellation)
    {
        var isAnyPort = arguments.IsOpenedAtStart && arguments.Port == 0;
        var allowed = _before.Where(address => isAnyPort || address.Port == arguments.Port);
        return await FindSocketAsync(allowed.OrderByDescending(address => address.Port), cancellation);
    }

    private async Task SignalAsync(InspectorArguments arguments, CancellationToken cancellation)
    {
        AttachChecks.EnsureSignalIsSafe(_processId); // first: no inspector is moved for a signal that is not sent
        var start = _options.Time.GetTimestamp();
        await FreePortAsync(arguments.Port, cancellation);
        Signal();
        while (_options.Time.GetElapsedTime(start) < _options.ConnectTimeout)
        {
            if ((_socket = await FindSocketAsync(ReadOpened(), cancellation)) is not null) return;
            if (!ProcStatus.IsRunning(_processId))
                throw new TargetExitedException($"pid {_processId} ended while its inspector was being opened", null, []);
            if (await FreePortAsync(arguments.Port, cancellation)) Signal(); // the port was taken, so the first signal opened nothing
            await Task.Delay(PollInterval, _options.Time, cancellation);
        }

        // Finally ask where it listened before: the program may have opened an inspector on a port of its own choice.
        if ((_socket = await FindSocketAsync(_before.Where(address => IPAddress.IsLoopback(address.Address)), cancellation)) is not null)
        {
            _signalled = false; // it was open before, so we do not close it
            return;
        }

        throw new TargetException(
            $"pid {_processId} did not open its inspector within {_options.ConnectTimeout.TotalSeconds:0.#} s of SIGUSR1: "
            + "the program handles that signal itself, or its main thread is blocked outside JavaScript (then it may open later). "
            + "Start it with --inspect=127.0.0.1:0 and use --inspect HOST:PORT");
    }

    /// <summary>
    /// Makes the process that holds the port leave it. One with a debugger attached gets a little time: it may be another run of ours.
    /// </summary>
    /// <returns>Whether the port was taken.</returns>
    /// <exception cref="TargetException">The port will not become free.</exception>
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
            throw new TargetException($"pid {_processId} cannot be signalled: {problem.Message}. Run as its user, or as root", problem);
        }
    }

    /// <summary>The WebSocket of the first inspector that answers at one of the addresses; null where none does.</summary>
    private async Task<Uri?> FindSocketAsync(IEnumerable<IPEndPoint> addresses, CancellationToken cancellation)
    {
        foreach (var address in addresses)
            if (await FindSocketAsync(address, cancellation) is { } socket) return socket;
        return null;
    }

    /// <summary>The WebSocket at the address; null where there is no inspector, or none that answers yet.</summary>
    private async Task<Uri?> FindSocketAsync(IPEndPoint address, CancellationToken cancellation)
    {
        var host = address.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : address.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : address.Address;
        try
        {
            return await _http.FindSocketAsync(host.ToString(), address.Port, cancellation);
        }
        catch (CdpException)
        {
            return null;
        }
    }

    private async Task CloseInspectorAsync(CdpConnection? connection, CancellationToken cancellation)
    {
        var opened = ReadOpened();
        while (_socket is null && opened.Length == 0 && ProcStatus.IsRunning(_processId))
        {
            // The signal is pending while the main thread is blocked. The inspector that it opens later is ours to close, too.
            await Task.Delay(PollInterval, _options.Time, cancellation);
            opened = ReadOpened();
        }

        if (connection is { Closed.IsCompleted: false })
        {
            await CloseThroughAsync(connection, cancellation);
        }
        else if (await FindSocketAsync(opened, cancellation) is { } socket)
        {
            // We never connected, or the connection broke while the target lives.
            var limits = new CdpOptions { Time = _options.Time };
            await using var own = await CdpConnection.ConnectAsync(socket, _http.Invoker, limits, cancellation);
            await CloseThroughAsync(own, cancellation);
        }

        // The socket closes a moment before the listener does.
        while (ProcSockets.ReadListening(_processId).Any(opened.Contains)) await Task.Delay(PollInterval, _options.Time, cancellation);
    }

    /// <summary>Where the process listens now and did not before.</summary>
    private IPEndPoint[] ReadOpened() => [.. ProcSockets.ReadListening(_processId).Where(address => !_before.Contains(address))];

    private static async Task CloseThroughAsync(CdpConnection connection, CancellationToken cancellation)
    {
        await connection.Runtime.PostEvaluateAsync(CloseInspector, cancellation);
        await connection.Closed.WaitAsync(cancellation); // there is no answer: the socket just closes
    }
}
