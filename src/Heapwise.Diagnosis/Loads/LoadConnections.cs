using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Heapwise.Diagnosis.Loads;

/// <summary>
/// The connections of a load. A cluster serves each connection in one of its workers; where one worker is meant, connections that another
/// got are closed unused, so that every request is served by the worker meant and rates per request are exact.
/// </summary>
internal sealed class LoadConnections
{
    private readonly ConcurrentDictionary<Socket, (IPEndPoint Local, IPEndPoint Remote)> _open = [];
    private int _astray;

    /// <summary>Which connections may be used; null: all.</summary>
    public ConnectionChoice? Choice { get; set; }

    /// <summary>
    /// The Unix socket that all are made to; null: to where a request goes. Who has the other end of such a connection cannot be found.
    /// </summary>
    public string? UnixSocket { get; set; }

    /// <summary>Connections that were used although they are not those meant, because no other could be had.</summary>
    public int Astray => _astray;

    /// <summary>Called after each run of requests with both ends of the connections that are still open, ours first.</summary>
    public Action<IReadOnlyList<(IPEndPoint Local, IPEndPoint Remote)>>? Closing { get; set; }

    /// <summary>All answers are read; the connections are about to be closed.</summary>
    public void Close()
    {
        Closing?.Invoke([.. _open.Where(connection => connection.Key.Connected).Select(connection => connection.Value)]);
        _open.Clear();
    }

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        if (UnixSocket is { } path) return await ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
        for (var left = Choice?.MaxAttempts ?? 1; ; left--)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                var ends = ((IPEndPoint)socket.LocalEndPoint!, (IPEndPoint)socket.RemoteEndPoint!); // it is connected
                var isMeant = Choice is null ? true : await Choice.IsMeantAsync(ends.Item1, ends.Item2, cancellation);
                if (isMeant != false || left <= 1)
                {
                    if (isMeant != true) Interlocked.Increment(ref _astray);
                    _open[socket] = ends;
                    return new NetworkStream(socket, ownsSocket: true);
                }

                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private async ValueTask<Stream> ConnectAsync(UnixDomainSocketEndPoint server, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(server, cancellation);
            if (Choice is not null) Interlocked.Increment(ref _astray);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>Which of a load's connections may be used.</summary>
/// <param name="MaxAttempts">After so many connections one is used whether it is meant or not.</param>
/// <param name="IsMeantAsync">By both ends, ours first; null where it cannot be told, which is not tried again.</param>
internal sealed record ConnectionChoice(int MaxAttempts, Func<IPEndPoint, IPEndPoint, CancellationToken, Task<bool?>> IsMeantAsync);
