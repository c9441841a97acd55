using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Heapwise.Diagnosis.Settings;
using Heapwise.Guard.Metrics.Figures;

namespace Heapwise.Guard.Metrics.Prometheus;

/// <summary>
/// Answers <c>GET /metrics</c> with what the latest turn has left on the board: a request reads no process and waits for none. One request
/// a connection, a few connections at a time, each for a limited time, so that nobody can make the guard busy or large.
/// </summary>
internal sealed class MetricsServer : IAsyncDisposable
{
    private const int MaxConnections = 16;
    private const int MaxHeadBytes = 16 * 1024;
    private const int MaxDrainBytes = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly TcpListener _listener;
    private readonly MetricsBoard _board;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _free = new(MaxConnections);
    private readonly Task _serving;

    private MetricsServer(TcpListener listener, MetricsBoard board, TimeProvider time)
    {
        (_listener, _board, _time) = (listener, board, time);
        Address = (IPEndPoint)listener.LocalEndpoint;
        _serving = Task.Run(ServeAsync);
    }

    /// <summary>Where it listens; the port is never 0.</summary>
    public IPEndPoint Address { get; }

    /// <exception cref="SettingsException">The address cannot be listened on.</exception>
    public static MetricsServer Start(IPEndPoint address, MetricsBoard board, TimeProvider time)
    {
        var listener = new TcpListener(address);
        try
        {
            listener.Start();
            return new MetricsServer(listener, board, time);
        }
        catch (SocketException problem)
        {
            listener.Dispose();
            var why = problem.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "another program listens there. Give another port, or end that program",
                SocketError.AddressNotAvailable => "this machine does not have that address. Give one of its own, such as 127.0.0.1",
                SocketError.AccessDenied => "that port may not be used. Give one above 1023",
                _ => problem.Message,
            };
            throw new SettingsException($"metrics cannot be served at {address}: {why}", problem);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        for (var i = 0; i < MaxConnections; i++) await _free.WaitAsync(); // each gives back its place soon: they hear of the stop
        _free.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _free.WaitAsync(_stop.Token);
                _ = ServeOneAsync(await AcceptAsync());
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException)
            {
                // Such as no descriptor left: whoever is served now will free one.
                await Task.Delay(PauseAfterFailure, _time, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task<TcpClient> AcceptAsync()
    {
        try
        {
            return await _listener.AcceptTcpClientAsync(_stop.Token);
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    private async Task ServeOneAsync(TcpClient client)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                if (await ReadHeadAsync(stream, both.Token) is { Length: > 0 } head)
                {
                    await stream.WriteAsync(Answer(head), both.Token);
                    client.Client.Shutdown(SocketShutdown.Send);
                    await DrainAsync(stream, both.Token);
                }
            }
        }
        catch (Exception problem) when (problem is IOException or SocketException or OperationCanceledException)
        {
            return; // it has left, or is too slow
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Request line and headers; empty where the other side has left, or sends more than any scraper does.</summary>
    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var buffer = new byte[MaxHeadBytes];
        for (var length = 0; length < buffer.Length;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation);
            if (read == 0) return "";
            var end = buffer.AsSpan(0, length + read).IndexOf("\r\n\r\n"u8);
            if (end >= 0) return Encoding.Latin1.GetString(buffer, 0, end);
            length += read;
        }

        return "";
    }

    /// <summary>What a client still sends is read, or closing would take the answer from it.</summary>
    private async Task DrainAsync(NetworkStream stream, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(DrainPatience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var buffer = new byte[4096];
        for (var left = MaxDrainBytes; left > 0;)
        {
            var read = await stream.ReadAsync(buffer, both.Token);
            if (read == 0) return;
            left -= read;
        }
    }

    private byte[] Answer(string head)
    {
        var request = ScrapeRequest.Parse(head);
        return request switch
        {
            null => Plain("400 Bad Request", "This is no HTTP/1 request.\n"),
            { Path: not "/metrics" } => Plain("404 Not Found", "Metrics are at /metrics.\n"),
            { Method: not "GET" } => Plain("405 Method Not Allowed", "Only GET is allowed.\n", "Allow: GET\r\n"),
            _ when _board.Latest is { } figures => Respond(
                "200 OK",
                request.WantsOpenMetrics ? ScrapeRequest.OpenMetricsType : ScrapeRequest.TextType,
                PrometheusText.Write(GuardMetrics.FamiliesOf(figures), request.WantsOpenMetrics),
                ""),
            _ => Plain("503 Service Unavailable", "The guard has not looked yet.\n", "Retry-After: 5\r\n"),
        };
    }

    private static byte[] Plain(string status, string body, string headers = "") =>
        Respond(status, "text/plain; charset=utf-8", body, headers);

    private static byte[] Respond(string status, string type, string body, string headers)
    {
        var length = Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n{headers}Connection: close\r\n\r\n{body}");
    }
}
