using System.Net.WebSockets;

namespace Heapwise.Live.Cdp;

/// <summary>
/// Holds one incoming message as bytes and is reused for the next. It grows by doubling up to a limit and shrinks again after an unusually
/// long message, so that a single large reply does not stay resident. Used by the receive loop only.
/// </summary>
internal sealed class MessageBuffer(int maxBytes)
{
    // Debug builds start tiny so that every test exercises growing.
#if DEBUG
    private const int InitialBytes = 64;
#else
    private const int InitialBytes = 64 << 10;
#endif
    private const int MaxKeptBytes = 8 << 20;

    private byte[] _bytes = new byte[Math.Min(InitialBytes, maxBytes)];

    /// <summary>Receives until the end of a message. Null when the peer closed the connection.</summary>
    /// <exception cref="CdpException">The message is longer than the limit.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(WebSocket socket, CancellationToken cancellation)
    {
        if (_bytes.Length > MaxKeptBytes) _bytes = new byte[Math.Min(InitialBytes, maxBytes)];
        for (var length = 0; ;)
        {
            var received = await socket.ReceiveAsync(_bytes.AsMemory(length), cancellation);
            if (received.MessageType == WebSocketMessageType.Close) return null;
            length += received.Count;
            if (received.EndOfMessage) return _bytes.AsMemory(0, length);
            if (length == _bytes.Length) Grow();
        }
    }

    private void Grow()
    {
        if (_bytes.Length >= maxBytes)
            throw new CdpException(
                CdpException.Connection, CdpErrorCode.MessageTooLarge, $"a message is longer than the limit of {maxBytes:N0} bytes");
        Array.Resize(ref _bytes, (int)Math.Min(maxBytes, 2L * _bytes.Length));
    }
}
