using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Heapwise.Live.Cdp.Wire;

namespace Heapwise.Live.Cdp;

/// <summary>
/// The inspector's HTTP interface. Owns the connections that it creates; dispose it after every socket opened through it.
/// </summary>
internal sealed class InspectorHttp : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _client;
    private readonly HashSet<int> _localPorts = [];
    private Func<IPEndPoint, CancellationToken, Task<NetworkStream>>? _connect;

    public InspectorHttp(TimeSpan timeout)
    {
        _handler = new SocketsHttpHandler
        {
            UseProxy = false, // inspectors are local, and a proxy must not see their traffic
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = timeout,
            ConnectCallback = ConnectAsync,
        };
        _client = new HttpClient(_handler, disposeHandler: false) { Timeout = timeout, MaxResponseContentBufferSize = 1 << 20 };
    }

    /// <summary>Also creates the TCP connections of WebSockets.</summary>
    public HttpMessageInvoker Invoker => _client;

    /// <summary>Our ends of all connections that were created: a WebSocket may take over one on which something was asked before.</summary>
    public IReadOnlyCollection<int> LocalPorts
    {
        get
        {
            lock (_localPorts) return [.. _localPorts];
        }
    }

    /// <summary>
    /// Creates all connections with this function; hosts must then be addresses, not names. Call it before the first request.
    /// </summary>
    public void ConnectThrough(Func<IPEndPoint, CancellationToken, Task<NetworkStream>> connect) => _connect = connect;

    /// <summary>The WebSocket address of the inspector that listens there; null where something else answers.</summary>
    /// <exception cref="CdpException">Nothing answers.</exception>
    public async Task<Uri?> FindSocketAsync(string host, int port, CancellationToken cancellation)
    {
        var address = new UriBuilder("http", host, port, "/json/list").Uri;
        try
        {
            using var response = await _client.GetAsync(address, cancellation);
            if (response.StatusCode != HttpStatusCode.OK) return null;
            var content = await response.Content.ReadAsByteArrayAsync(cancellation);
            var pages = JsonSerializer.Deserialize(content, CdpJson.Default.WireInspectorPageArray);
            var page = pages?.FirstOrDefault(page => page.WebSocketDebuggerUrl is not null);
            // The inspector names the address that it was bound to. Only the one by which we reached it is sure to work.
            return page is null || !Uri.TryCreate(page.WebSocketDebuggerUrl, UriKind.Absolute, out var named)
                ? null
                : new UriBuilder(named) { Host = address.Host, Port = address.Port }.Uri;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (HttpRequestException problem)
        {
            var cause = problem.InnerException?.Message ?? problem.Message;
            throw new CdpException(CdpException.Connection, CdpErrorCode.ConnectionClosed, $"{host}:{port}: {cause}", problem);
        }
        catch (OperationCanceledException problem) when (!cancellation.IsCancellationRequested)
        {
            throw new CdpException(
                CdpException.Connection,
                CdpErrorCode.TimedOut,
                $"{host}:{port} did not answer within {_client.Timeout.TotalSeconds:0.#} s",
                problem);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var stream = await ConnectAsync(context.DnsEndPoint, cancellation);
        lock (_localPorts) _localPorts.Add(((IPEndPoint)stream.Socket.LocalEndPoint!).Port); // a connected TCP socket has one
        return stream;
    }

    private async Task<NetworkStream> ConnectAsync(DnsEndPoint address, CancellationToken cancellation)
    {
        if (_connect is not null) return await _connect(new IPEndPoint(IPAddress.Parse(address.Host), address.Port), cancellation);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }
}
