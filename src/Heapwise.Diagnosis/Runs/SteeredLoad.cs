using System.Net;
using Heapwise.Diagnosis.Loads;
using Heapwise.Live.Processes;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// The load as one of several equal processes gets it. Requests are sent over connections that this one has; where the load is not ours to
/// steer, its requests are not counted. Disposing it sends requests to all again.
/// </summary>
internal sealed class SteeredLoad : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly HttpLoad? _http;

    private SteeredLoad(ILoad load, HttpLoad? http)
    {
        Load = load;
        _http = http;
    }

    public ILoad Load { get; }

    public static SteeredLoad To(ServingProcesses serving, ILoad load)
    {
        if (serving.Peers.Count < 2) return new SteeredLoad(load, null);
        if (load is not HttpLoad http) return new SteeredLoad(new DividedLoad(load), null);
        // Workers get connections in turn: a few times round is enough, unless they are not given out in turn.
        http.Connections.Choice = new ConnectionChoice(8 + (4 * serving.Peers.Count), IsMeantAsync);
        return new SteeredLoad(http, http);

        async Task<bool?> IsMeantAsync(IPEndPoint local, IPEndPoint remote, CancellationToken cancellation)
        {
            for (var waited = TimeSpan.Zero; waited < Patience; waited += PollInterval)
            {
                if (ConnectionPeer.Find(local, remote, serving.Peers) is { } owner) return owner == serving.ProcessId;
                await Task.Delay(PollInterval, cancellation); // a cluster's primary is about to hand it on
            }

            return null;
        }
    }

    public void Dispose()
    {
        if (_http is not null) _http.Connections.Choice = null;
    }
}
