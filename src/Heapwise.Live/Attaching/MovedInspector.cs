using System.Net;
using Heapwise.Live.Cdp;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>The inspector of a process that made room for us, to be put back where it was.</summary>
internal sealed class MovedInspector
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly int _processId;
    private readonly IPAddress _address;
    private readonly int _ownPort;
    private readonly InspectorHttp _http;
    private readonly TargetOptions _options;
    private int _port;

    private MovedInspector(int processId, IPAddress address, int port, InspectorHttp http, TargetOptions options)
    {
        _processId = processId;
        _address = address;
        _ownPort = _port = port;
        _http = http;
        _options = options;
    }

    /// <summary>Moves it to a free port and returns once it is there; null when no inspector listens.</summary>
    /// <exception cref="CdpException">It did not answer.</exception>
    public static async Task<MovedInspector?> MoveAsync(
        int processId, IPAddress address, int port, InspectorHttp http, TargetOptions options, CancellationToken cancellation)
    {
        var moved = new MovedInspector(processId, address, port, http, options);
        return await moved.ReopenAsync(0, cancellation) ? moved : null;
    }

    /// <summary>Puts it back. Where its port is taken it stays where it is, open.</summary>
    public async Task PutBackAsync(CancellationToken cancellation)
    {
        if (PortHolder.Find(_ownPort, _processId) is null) await ReopenAsync(_ownPort, cancellation);
    }

    /// <summary>
    /// The process closes its inspector and opens it elsewhere a moment later, when our question is answered: closing waits for
    /// its connections, and ours must be gone by then.
    /// </summary>
    private async Task<bool> ReopenAsync(int newPort, CancellationToken cancellation)
    {
        if (await _http.FindSocketAsync(_address.ToString(), _port, cancellation) is not { } socket) return false;
        var before = Ports();
        await using (var connection = await CdpConnection.ConnectAsync(socket, _http.Invoker, new CdpOptions { Time = _options.Time }, cancellation))
        {
            await connection.Runtime.EvaluateAsync(
                $"(() => {{ const i = require('inspector'); setTimeout(() => {{ i.close(); i.open({newPort}, '{_address}') }}, 20) }})()", timeout: null, cancellation);
        }

        while (true)
        {
            var now = Ports();
            if (!now.Contains(_port) && now.Except(before).FirstOrDefault() is > 0 and var opened)
            {
                _port = opened;
                return true;
            }

            await Task.Delay(PollInterval, _options.Time, cancellation);
        }
    }

    private HashSet<int> Ports() => [.. ProcSockets.Listening(_processId).Select(place => place.Port)];
}
