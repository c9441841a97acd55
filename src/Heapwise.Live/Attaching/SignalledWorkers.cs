using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>
/// The workers of a cluster, to which Node in the primary passes on the signal that opens its inspector. Most find the port taken and open
/// nothing. One with a port of its own, or that was busy until the primary's inspector had moved, opens one that nobody asked for. It is
/// remembered like one that we opened, and closed when we leave.
/// </summary>
internal sealed class SignalledWorkers(int primaryId, InspectorSearch search, TargetOptions options)
{
    private readonly OpenedInspectors _opened = new(options.StateFolder);
    private readonly List<OpenedInspector> _signalled = [];

    /// <summary>Before the primary is signalled.</summary>
    public void Remember()
    {
        foreach (var worker in ProgramProcess.FindFamily(primaryId).Where(worker => worker.IsClusterWorker && worker.ParentId == primaryId))
        {
            if (ProcTime.FindStart(worker.ProcessId) is not { } start || _opened.Find(worker.ProcessId) is not null) continue;
            var port = InspectorArguments.Read(worker.ProcessId).Port;
            var signalled = new OpenedInspector(worker.ProcessId, start, port, port);
            if (signalled.FindAddresses().Count > 0) continue; // it is open already
            _opened.Remember(signalled);
            _signalled.Add(signalled);
        }
    }

    /// <summary>Closes what has opened. Where the signal is still pending, that is left to the next run.</summary>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        foreach (var worker in _signalled)
        {
            if (worker.FindAddresses().Count > 0) await LeftInspectors.CloseAsync(worker, search, options, cancellation);
            else if (!ProcStatus.IsRunning(worker.ProcessId) || ProcLoop.IsIdle(worker.ProcessId)) _opened.Forget(worker);
        }
    }
}
