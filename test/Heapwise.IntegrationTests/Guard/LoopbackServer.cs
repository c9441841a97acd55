using System.Net;
using System.Net.Sockets;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>A server on the loopback address, one connection after the other. Those that break are over; the next one is served.</summary>
internal abstract class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    protected LoopbackServer(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = Task.Run(ServeAllAsync);
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    /// <summary>Talks to one client. The constructor of a subclass may not be through yet: it depends on initialized fields only.</summary>
    protected abstract Task ServeAsync(NetworkStream stream, CancellationToken stop);

    private async Task ServeAllAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await ServeAsync(client.GetStream(), _stop.Token);
            }
            catch (Exception problem) when (
                problem is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                continue; // the sender has left, or the test is over
            }
        }
    }
}
