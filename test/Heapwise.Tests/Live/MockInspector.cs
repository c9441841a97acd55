using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Heapwise.Tests.Live;

/// <summary>
/// An inspector that a test scripts: it answers <c>/json/list</c>, accepts a WebSocket, and then runs the test's script.
/// For faults that a real Node does not show on request; what Node really does is tested against Node.
/// </summary>
internal sealed class MockInspector : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<MockPeer, Task> _script;
    private readonly Task _accepting;
    private readonly List<Task> _serving = [];

    public MockInspector(Func<MockPeer, Task> script)
    {
        _script = script;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public Uri Socket => new($"ws://127.0.0.1:{Port}/mock");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting; // before the listener stops: one that is stopped may not be asked to accept again
        await Task.WhenAll(_serving);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            return; // the test is over
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = await ReadHeadAsync(stream);
                if (!request.Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase))
                {
                    await RespondAsync(stream, $$"""[{"type": "node", "webSocketDebuggerUrl": "{{Socket}}"}]""");
                    return;
                }

                await AcceptSocketAsync(stream, request);
                using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
                await _script(new MockPeer(socket, stream, client, _stop.Token));
            }
            catch (Exception problem) when (IsEnd(problem))
            {
                return; // the client left, or the test is over
            }
        }
    }

    private static bool IsEnd(Exception problem) =>
        problem is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException;

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        List<byte> head = [];
        var one = new byte[1];
        while (head.Count < 4 || !head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0) break;
            head.Add(one[0]);
        }

        return Encoding.ASCII.GetString([.. head]);
    }

    private async Task RespondAsync(NetworkStream stream, string body) => await stream.WriteAsync(
        Encoding.ASCII.GetBytes(
            $"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"), _stop.Token);

    private async Task AcceptSocketAsync(NetworkStream stream, string request)
    {
        var header = request.Split("\r\n").First(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase));
        var key = header.Split(':')[1].Trim();
#pragma warning disable CA5350 // the handshake of RFC 6455 is made with SHA-1
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + $"Sec-WebSocket-Accept: {accept}\r\n\r\n"), _stop.Token);
    }
}

/// <summary>One request as the mock got it.</summary>
internal sealed record MockRequest(long Id, string Method, JsonElement Parameters);

/// <summary>The mock's end of one connection.</summary>
internal sealed class MockPeer(WebSocket socket, NetworkStream stream, TcpClient client, CancellationToken stop)
{
    public CancellationToken Stopped => stop;

    public async Task<MockRequest> ReceiveAsync()
    {
        var buffer = new byte[1 << 16];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), stop);
        if (received.MessageType == WebSocketMessageType.Close) throw new WebSocketException("the client left");
        using var json = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
        var root = json.RootElement.Clone();
        return new MockRequest(root.GetProperty("id").GetInt64(), root.GetProperty("method").GetString()!, root.GetProperty("params"));
    }

    public async Task SendAsync(string text) => await SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] text) => await socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, stop);

    /// <summary>Answers a <c>Runtime.evaluate</c> with a value given as JSON.</summary>
    public Task AnswerAsync(MockRequest request, string json) =>
        SendAsync($$"""{"id": {{request.Id}}, "result": {"result": {"type": "object", "value": {{json}} } } }""");

    public Task SendChunkAsync(string escaped) =>
        SendAsync("{\"method\": \"HeapProfiler.addHeapSnapshotChunk\", \"params\": {\"chunk\": \"" + escaped + "\"}}");

    /// <summary>Announces a longer frame than it sends, then closes the connection.</summary>
    public async Task CutMidMessageAsync()
    {
        await stream.WriteAsync(new byte[] { 0x81, 126, 0x10, 0x00, (byte)'{', (byte)'"' }, stop);
        await stream.FlushAsync(stop);
        client.Close();
    }

    /// <summary>Sends a close frame, as a polite inspector does.</summary>
    public Task CloseAsync() => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stop);

    /// <summary>Reads and answers nothing until the client leaves.</summary>
    public async Task BeSilentAsync()
    {
        while (true) await ReceiveAsync();
    }
}
