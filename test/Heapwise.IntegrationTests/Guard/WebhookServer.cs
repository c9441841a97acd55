using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>A receiver of webhooks with scripted answers, one request a connection.</summary>
internal sealed class WebhookServer : LoopbackServer
{
    private readonly ConcurrentQueue<string> _answers = new();

    public WebhookServer(params string[] answers)
    {
        foreach (var answer in answers) _answers.Enqueue(answer);
    }

    public const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    public Uri Url => new($"http://127.0.0.1:{Port}/hook/secret");

    /// <summary>The bodies of all requests, with the answer that each got.</summary>
    public ConcurrentQueue<(string Body, string Answer, DateTimeOffset At)> Requests { get; } = new();

    public static string Status(int code, string header = "") =>
        $"HTTP/1.1 {code} X\r\n{header}Content-Length: 0\r\nConnection: close\r\n\r\n";

    protected override async Task ServeAsync(NetworkStream stream, CancellationToken stop)
    {
        var body = await ReadBodyAsync(stream);
        var answer = _answers.TryDequeue(out var next) ? next : Ok;
        Requests.Enqueue((body, answer, TimeProvider.System.GetUtcNow()));
        if (answer == "silence") await Task.Delay(TimeSpan.FromSeconds(4), stop);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stop);
    }

    private static async Task<string> ReadBodyAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var buffer = new byte[8192];
        while (true)
        {
            var text = Encoding.UTF8.GetString([.. bytes]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                var length = text.Split("\r\n").First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
                if (bytes.Count - Encoding.UTF8.GetByteCount(text[..(end + 4)]) >= int.Parse(length.Split(':')[1]))
                    return text[(end + 4)..];
            }

            var read = await stream.ReadAsync(buffer);
            if (read == 0) return "";
            bytes.AddRange(buffer.AsSpan(0, read));
        }
    }
}
