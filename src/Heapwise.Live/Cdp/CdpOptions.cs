namespace Heapwise.Live.Cdp;

/// <summary>Limits of one inspector connection.</summary>
public sealed record CdpOptions
{
    /// <summary>How long opening the socket may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request waits for its answer unless it specifies its own time.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest accepted message. A snapshot's chunk is at most 1,048,576 characters (Node 24+), up to six times that when escaped;
    /// replies with profiles can be much longer.
    /// </summary>
    public int MaxMessageBytes { get; init; } = 512 << 20;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
