using Heapwise.Analysis.Survivors;
using Heapwise.Heap;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// Snapshots of one process, earliest first, read one at a time in the background while the next is being made. Of each but the last
/// only what comparing needs is kept. Whoever creates it disposes it, which ends the reading.
/// </summary>
internal sealed class SnapshotSeries(Action<string>? release = null) : IAsyncDisposable
{
    private readonly List<SnapshotIds> _earlier = [];
    private string? _latest;
    private readonly CancellationTokenSource _lifetime = new();
    private Task _reading = Task.CompletedTask;

    /// <summary>
    /// What is kept of the snapshots before the last; complete as far as it goes once <see cref="OpenLastAsync"/> has
    /// returned.
    /// </summary>
    public IReadOnlyList<SnapshotIds> Earlier => _earlier;

    /// <summary>
    /// Begins to read a snapshot that is not the last, once the one before it is read. A failure of that one comes out
    /// here.
    /// </summary>
    /// <exception cref="DifferentProcessesException">That one was not of the same process as the first.</exception>
    public async Task AddAsync(string file, IProgress<double>? progress, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        Release();
        _latest = file;
        _reading = Task.Run(() => Keep(file, progress), CancellationToken.None);
    }

    /// <summary>Opens the last snapshot, which the caller disposes. Its file is needed no more.</summary>
    /// <exception cref="DifferentProcessesException">It, or one before, is not of the same process as the first.</exception>
    public async Task<HeapSnapshot> OpenLastAsync(string file, IProgress<double>? progress, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        var snapshot = await Task.Run(() => Open(file, progress, cancellation), CancellationToken.None);
        Release();
        release?.Invoke(file);
        return snapshot;
    }

    /// <summary>Takes an open snapshot as the last. It stays the caller's.</summary>
    /// <exception cref="DifferentProcessesException">It, or one before, is not of the same process as the first.</exception>
    public async Task EndWithAsync(HeapSnapshot last, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        Release();
        if (_earlier.Count > 0) SameProcess.Require(_earlier[0].Mark, last);
    }

    /// <summary>Opens the snapshot that was added last as the last of all: none will follow. The caller disposes it.</summary>
    public async Task<HeapSnapshot> EndAsync(IProgress<double>? progress, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        var file = _latest ?? throw new InvalidOperationException("there is no snapshot");
        _earlier.RemoveAt(_earlier.Count - 1);
        return await OpenLastAsync(file, progress, cancellation);
    }

    /// <summary>Takes the last snapshot for one before others that follow. It stays the caller's.</summary>
    public void Keep(HeapSnapshot snapshot) => _earlier.Add(SnapshotIds.From(snapshot));

    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        await Task.WhenAny(_reading); // a failure of its own is of no interest any more
        _lifetime.Dispose();
    }

    /// <summary>The snapshot before is not needed any more: one follows.</summary>
    private void Release()
    {
        if (_latest is { } file) release?.Invoke(file);
        _latest = null;
    }

    private void Keep(string file, IProgress<double>? progress)
    {
        using var snapshot = Open(file, progress, _lifetime.Token);
        _earlier.Add(SnapshotIds.From(snapshot));
    }

    private HeapSnapshot Open(string file, IProgress<double>? progress, CancellationToken cancellation)
    {
        var relay = new Relay<OpenProgress>(state => progress?.Report(state.Fraction));
        var snapshot = HeapSnapshot.Open(file, progress: relay, cancellation: cancellation);
        try
        {
            if (_earlier.Count > 0) SameProcess.Require(_earlier[0].Mark, snapshot);
            return snapshot;
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }
}
