using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Heapwise.Tests.Guard;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>A collector that keeps what it gets, one request a connection, and can be taken away and brought back.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public OtlpCollector(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = Task.Run(ServeAsync);
    }

    public int Port { get; }

    /// <summary>Request line and headers, and the points.</summary>
    public ConcurrentQueue<(string Head, IReadOnlyList<OtlpReading> Points)> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var stream = client.GetStream();
                var (head, body) = await ReadAsync(stream, _stop.Token);
                Requests.Enqueue((head, OtlpReader.Read(body)));
                await stream.WriteAsync(Encoding.ASCII.GetBytes(WebhookServer.Ok), _stop.Token);
            }
            catch (Exception problem) when (
                problem is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                continue; // the sender has left, or the test is over
            }
        }
    }

    private static async Task<(string Head, byte[] Body)> ReadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var bytes = new List<byte>();
        var buffer = new byte[8192];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, cancellation);
            if (read == 0) throw new IOException("the sender has left");
            bytes.AddRange(buffer.AsSpan(0, read));
            var all = bytes.ToArray();
            var end = all.AsSpan().IndexOf("\r\n\r\n"u8);
            if (end < 0) continue;
            var head = Encoding.ASCII.GetString(all, 0, end);
            var length = head.Split("\r\n").First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            if (all.Length - end - 4 >= int.Parse(length.Split(':')[1])) return (head, all[(end + 4)..]);
        }
    }
}
