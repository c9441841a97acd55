using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Heapwise.Tests.Guard;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>A collector that keeps what it gets, one request a connection, and can be taken away and brought back.</summary>
internal sealed class OtlpCollector(int port = 0) : LoopbackServer(port)
{
    /// <summary>Request line and headers, and the points.</summary>
    public ConcurrentQueue<(string Head, IReadOnlyList<OtlpReading> Points)> Requests { get; } = new();

    protected override async Task ServeAsync(NetworkStream stream, CancellationToken stop)
    {
        var (head, body) = await ReadAsync(stream, stop);
        Requests.Enqueue((head, OtlpReader.Read(body)));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(WebhookServer.Ok), stop);
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
