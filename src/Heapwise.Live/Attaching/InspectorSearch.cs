using System.Net;
using Heapwise.Live.Cdp;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>Asks addresses of this machine whether an inspector answers there.</summary>
internal sealed class InspectorSearch(InspectorHttp http, TargetOptions options)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    /// <summary>Our ends of all connections that were created.</summary>
    public IReadOnlyCollection<int> LocalPorts => http.LocalPorts;

    /// <summary>
    /// The WebSocket of the first inspector that answers at one of the addresses; null where none does. The next is asked, too, when one
    /// takes long: a server of the program may be blocked, its inspector answers from a thread of its own.
    /// </summary>
    public async Task<Uri?> FindAsync(IEnumerable<IPEndPoint> addresses, CancellationToken cancellation)
    {
        using var found = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var asked = new List<Task<Uri?>>();
        try
        {
            foreach (var address in addresses)
            {
                asked.Add(FindAsync(address, found.Token));
                await Task.WhenAny(Task.WhenAll(asked), Task.Delay(Soon, options.Time, cancellation));
                if (asked.Find(answer => answer is { IsCompletedSuccessfully: true, Result: not null }) is { } first) return await first;
            }

            await foreach (var answer in Task.WhenEach(asked))
                if (await answer is { } socket) return socket;
            return null;
        }
        finally
        {
            await found.CancelAsync();
        }
    }

    /// <summary>The WebSocket at the address; null where there is no inspector, or none that answers yet.</summary>
    public async Task<Uri?> FindAsync(IPEndPoint address, CancellationToken cancellation)
    {
        var host = address.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : address.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : address.Address;
        try
        {
            return await http.FindSocketAsync(host.ToString(), address.Port, cancellation);
        }
        catch (CdpException)
        {
            return null;
        }
    }

    /// <exception cref="CdpException"/>
    public Task<CdpConnection> ConnectAsync(Uri socket, CancellationToken cancellation) =>
        CdpConnection.ConnectAsync(
            socket, http.Invoker, new CdpOptions { ConnectTimeout = options.ConnectTimeout, Time = options.Time }, cancellation);
}
