using System.Net;
using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>The inspector of another process that left its port for us, and that is put back afterwards.</summary>
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

    /// <summary>Moves it to a free port and returns once it listens there; null where no inspector answers.</summary>
    /// <exception cref="CdpException">It did not answer.</exception>
    public static async Task<MovedInspector?> MoveAsync(
        int processId, IPAddress address, int port, InspectorHttp http, TargetOptions options, CancellationToken cancellation)
    {
        var moved = new MovedInspector(processId, address, port, http, options);
        return await moved.ReopenAsync(0, cancellation) ? moved : null;
    }

    /// <summary>Puts it back. If its port is taken it stays open where it is.</summary>
    public async Task PutBackAsync(CancellationToken cancellation)
    {
        if (PortHolder.Find(_ownPort, _processId) is null) await ReopenAsync(_ownPort, cancellation);
    }

    /// <summary>
    /// The process closes its inspector and reopens it elsewhere a moment after it has answered us: closing waits for all connections, so
    /// ours must be gone by then.
    /// </summary>
    private async Task<bool> ReopenAsync(int newPort, CancellationToken cancellation)
    {
        if (await _http.FindSocketAsync(_address.ToString(), _port, cancellation) is not { } socket) return false;
        var before = ReadPorts();
        var limits = new CdpOptions { Time = _options.Time };
        await using (var connection = await CdpConnection.ConnectAsync(socket, _http.Invoker, limits, cancellation))
        {
            var move = $"i.close(); i.open({newPort}, '{_address}')";
            await connection.Runtime.EvaluateAsync(
                $"(() => {{ const i = require('inspector'); setTimeout(() => {{ {move} }}, 20) }})()", timeout: null, cancellation);
        }

        while (true)
        {
            var now = ReadPorts();
            if (!now.Contains(_port) && now.Except(before).FirstOrDefault() is > 0 and var opened)
            {
                _port = opened;
                return true;
            }

            await Task.Delay(PollInterval, _options.Time, cancellation);
        }
    }

    private HashSet<int> ReadPorts() => [.. ProcSockets.ReadListening(_processId).Select(address => address.Port)];
}
