using Heapwise.Server.Events;
using Heapwise.Server.Requests;
using Heapwise.Server.Sources;

namespace Heapwise.Server.Watching;

/// <summary>The processes that pages watch, each attached to once for all pages.</summary>
public sealed class LiveTargets(SourceRegistry sources, Uploads files, EventHub events, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<int, LiveTarget> _targets = [];

    public async Task<LiveTarget> AttachAsync(int processId, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_targets.TryGetValue(processId, out var known))
            {
                if (!known.IsOver) return known;
                await known.DisposeAsync();
            }

            var process = NodeProcesses.Find().FirstOrDefault(row => row.Pid == processId)
                ?? throw RequestRefusedException.NotFound($"There is no Node process {processId}.");
            sources.AddProcess(process);
            return _targets[processId] = new LiveTarget(processId, sources, files, events, time);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <exception cref="RequestRefusedException">It is not watched.</exception>
    public LiveTarget Get(int processId)
    {
        _turn.Wait();
        try
        {
            return _targets.TryGetValue(processId, out var known)
                ? known
                : throw RequestRefusedException.Conflict($"Process {processId} is not watched. Attach to it first.");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Leaves a process as it was found.</summary>
    public async Task<LiveState> DetachAsync(int processId, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (!_targets.Remove(processId, out var known))
                throw RequestRefusedException.Conflict($"Process {processId} is not watched.");
            await known.DisposeAsync();
            return known.State;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var target in _targets.Values) await target.DisposeAsync();
        _turn.Dispose();
    }
}
