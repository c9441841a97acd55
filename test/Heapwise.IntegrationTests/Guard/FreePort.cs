using System.Net;
using System.Net.Sockets;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>Ports for servers that must be told theirs.</summary>
internal static class FreePort
{
    private static int _next = 25432;

    /// <summary>
    /// One that is free on the loopback address, below those that the system gives to others, and that no other test of this process has
    /// been given.
    /// </summary>
    public static int Find()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref _next);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                continue;
            }
        }
    }
}
