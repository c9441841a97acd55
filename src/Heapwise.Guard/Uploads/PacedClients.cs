using System.Net.Sockets;
using Amazon.Runtime;

namespace Heapwise.Guard.Uploads;

/// <summary>Makes the SDK's HTTP clients: one connection, which is closed when it has been idle for a moment.</summary>
/// <param name="pace">How fast they send.</param>
/// <param name="maxSilence">How long nothing may move.</param>
internal sealed class PacedClients(Pace pace, TimeSpan maxSilence) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = maxSilence,
            PooledConnectionIdleTimeout = maxSilence / 2, // before an idle connection counts as one that has stopped moving
            MaxConnectionsPerServer = 1,
            AllowAutoRedirect = false, // the signature is for one address
            ConnectCallback = ConnectAsync,
        };
        return new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => true;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    /// <summary>Null: a client belongs to its service client, and ends with it.</summary>
    public override string? GetConfigUniqueString(IClientConfig clientConfig) => null;

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new PacedStream(new NetworkStream(socket, ownsSocket: true), pace, maxSilence);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
