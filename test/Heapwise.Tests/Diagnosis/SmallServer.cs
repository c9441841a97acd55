using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Heapwise.Tests.Diagnosis;

/// <summary>An HTTP/1.1 server on a free loopback port, with scripted answers and recorded requests. Disposing ends it.</summary>
internal sealed class SmallServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _lifetime = new();
    private readonly Func<int, string?> _answer;
    private readonly Task _accepting;
    private readonly ConcurrentBag<Task> _connections = [];
    private int _open, _asked, _atOnce;

    /// <param name="answer">
    /// From the number of the request, counted from 1, to the end of the status line, such as <c>200 OK</c>; null closes the connection.
    /// </param>
    /// <param name="port">0: any free one.</param>
    public SmallServer(Func<int, string?> answer, int port = 0)
    {
        _answer = answer;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/";

    /// <summary>Whole requests as they came, one character a byte.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Connections that the clients have not closed yet.</summary>
    public int OpenConnections => Volatile.Read(ref _open);

    /// <summary>The most requests that were under way at one time.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Delay { get; init; }

    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _lifetime.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_lifetime.Token)));
        }
        catch (Exception problem) when (problem is OperationCanceledException or InvalidOperationException)
        {
            return; // disposed while it waited, or just before
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        Interlocked.Increment(ref _open);
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (await ReadRequestAsync(stream) is { } request && await AnswerAsync(stream, request))
                {
                }
            }
            catch (Exception problem) when (problem is IOException or OperationCanceledException)
            {
                client.Close(); // the client went, or we do
            }
        }

        Interlocked.Decrement(ref _open);
    }

    private async Task<bool> AnswerAsync(NetworkStream stream, string request)
    {
        Requests.Enqueue(request);
        var atOnce = Interlocked.Increment(ref _atOnce);
        lock (Requests) MostAtOnce = Math.Max(MostAtOnce, atOnce);
        if (Delay > TimeSpan.Zero) await Task.Delay(Delay, _lifetime.Token);
        Interlocked.Decrement(ref _atOnce);
        if (_answer(Interlocked.Increment(ref _asked)) is not { } status) return false;
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 5\r\n\r\nhello"), _lifetime.Token);
        return true;
    }

    /// <summary>Null at the end of the connection.</summary>
    private async Task<string?> ReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _lifetime.Token) == 0) return null;
            text.Append((char)one[0]);
        }

        var lines = text.ToString().Split("\r\n");
        var header = lines.FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var length = header?.Split(':')[1];
        var body = new byte[length is null ? 0 : int.Parse(length)];
        await stream.ReadExactlyAsync(body, _lifetime.Token);
        return text.Append(Encoding.Latin1.GetString(body)).ToString();
    }
}
