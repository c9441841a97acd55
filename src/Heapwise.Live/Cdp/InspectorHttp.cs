using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Heapwise.Live.Cdp;

/// <summary>The inspector's small HTTP face. Owns the connections it makes; dispose it after every socket opened through it.</summary>
internal sealed class InspectorHttp : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _client;

    public InspectorHttp(TimeSpan timeout)
    {
        _handler = new SocketsHttpHandler
        {
            UseProxy = false, // an inspector is next door; a proxy would only see what it must not
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = timeout,
        };
        _client = new HttpClient(_handler, disposeHandler: false) { Timeout = timeout, MaxResponseContentBufferSize = 1 << 20 };
    }

    /// <summary>Makes the TCP connections of WebSockets, too.</summary>
    public HttpMessageInvoker Invoker => _client;

    /// <summary>Makes all connections by this; hosts must then be addresses, not names. Before the first request.</summary>
    public void ConnectThrough(Func<IPEndPoint, CancellationToken, Task<NetworkStream>> connect) => _handler.ConnectCallback = async (context, cancellation) =>
        await connect(new IPEndPoint(IPAddress.Parse(context.DnsEndPoint.Host), context.DnsEndPoint.Port), cancellation);

    /// <summary>The WebSocket address of what listens there, or null where something else than an inspector answers.</summary>
    /// <exception cref="CdpException">Nobody answers.</exception>
    public async Task<Uri?> FindSocketAsync(string host, int port, CancellationToken cancellation)
    {
        var address = new UriBuilder("http", host, port, "/json/list").Uri;
        try
        {
            using var response = await _client.GetAsync(address, cancellation);
            if (response.StatusCode != HttpStatusCode.OK) return null;
            var pages = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellation), CdpJson.Default.WireInspectorPageArray);
            var page = pages?.FirstOrDefault(page => page.WebSocketDebuggerUrl is not null);
            // The address that the inspector names is the one it was bound to; the one that we reached it by is the one that works.
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
            throw new CdpException("connection", CdpErrorCode.ConnectionClosed, $"{host}:{port}: {cause}", problem);
        }
        catch (OperationCanceledException problem) when (!cancellation.IsCancellationRequested)
        {
            throw new CdpException("connection", CdpErrorCode.TimedOut, $"{host}:{port} did not answer in {_client.Timeout.TotalSeconds:0.#} s", problem);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }
}
