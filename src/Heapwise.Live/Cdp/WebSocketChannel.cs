using System.Net.WebSockets;

namespace Heapwise.Live.Cdp;

/// <summary>A session with its own WebSocket, which this owns.</summary>
internal sealed class WebSocketChannel(WebSocket socket, int maxMessageBytes) : ICdpChannel
{
    private readonly MessageBuffer _buffer = new(maxMessageBytes);

    public bool IsOpen => socket.State is WebSocketState.Open or WebSocketState.CloseReceived;

    public ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation) => _buffer.ReceiveAsync(socket, cancellation);

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) =>
        socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellation);

    public Task CloseAsync(CancellationToken cancellation) =>
        socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);

    public void Abort() => socket.Abort();

    public void Dispose() => socket.Dispose();
}
