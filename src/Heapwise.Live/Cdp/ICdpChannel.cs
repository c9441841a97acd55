namespace Heapwise.Live.Cdp;

/// <summary>
/// Carries the messages of one inspector session: its own WebSocket (<see cref="WebSocketChannel"/>), or another session's connection, in
/// whose messages those of a worker thread travel (<see cref="WorkerChannel"/>). One sender and one receiver at a time.
/// </summary>
internal interface ICdpChannel : IDisposable
{
    /// <summary>Whether a close message would still reach the peer.</summary>
    bool IsOpen { get; }

    /// <summary>The next message, whose bytes are valid until the next call. Null when the peer has ended the session.</summary>
    ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation);

    ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation);

    /// <summary>Sends a close message. The peer's own ends <see cref="ReceiveAsync"/>.</summary>
    Task CloseAsync(CancellationToken cancellation);

    /// <summary>Drops the session without a close message. From any thread, any number of times.</summary>
    void Abort();
}
