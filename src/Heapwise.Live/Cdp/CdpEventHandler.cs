namespace Heapwise.Live.Cdp;

/// <summary>
/// Handles one event's <c>params</c>, whose bytes are only valid until the returned task ends. The token is cancelled when the
/// connection is disposed. An exception ends the connection.
/// </summary>
internal delegate ValueTask CdpEventHandler(ReadOnlyMemory<byte> parameters, CancellationToken lifetime);
