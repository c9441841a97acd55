using System.Diagnostics;
using Heapwise.Diagnosis.Runs;
using Heapwise.Diagnosis.Sources;
using Heapwise.Heap;
using Heapwise.Heap.Format;
using Heapwise.Outside.Failures;
using Heapwise.Server.Requests;
using Heapwise.Server.Snapshots;

namespace Heapwise.Server.Sources;

/// <summary>
/// The snapshots that are open, each once for all who read it. One is opened at a time, with both cores for it. Above the memory budget,
/// those that nobody reads are closed, the least recently used first; the index makes opening them again cheap.
/// </summary>
/// <param name="budgetBytes">Bytes of files that may be open at the same time: an open snapshot takes about as much as its file.</param>
/// <param name="usesIndex">Whether indexes in the cache folder are used and written.</param>
public sealed class OpenHeaps(long budgetBytes, bool usesIndex) : IDisposable
{
    /// <summary>Below it, reading is as fast as looking for an index.</summary>
    private const long MinIndexedBytes = 16_000_000;

    /// <summary>The first views have the processor for themselves.</summary>
    private static readonly TimeSpan PrepareDelay = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1);
    private long _uses;

    /// <summary>Opens the snapshot, or waits for whoever opens it.</summary>
    /// <exception cref="RequestRefusedException">It cannot be opened; the source says the same.</exception>
    public async Task<HeapLease> UseAsync(Source source, CancellationToken cancellation)
    {
        if (source.Kind is not (SourceKind.Snapshot or SourceKind.Timeline))
            throw new RequestRefusedException($"{source.Name} is no heap snapshot");
        Entry entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(source.Id, out entry!)) _entries[source.Id] = entry = new Entry(source);
            entry.Users++;
            entry.LastUse = ++_uses;
            if (entry.Opening is null or { IsFaulted: true } or { IsCanceled: true })
            {
                entry.Stop.Dispose();
                entry.Stop = new CancellationTokenSource();
                entry.Opening = Task.Run(() => OpenAsync(source, entry.Stop.Token), CancellationToken.None);
            }
        }

        try
        {
            return new HeapLease(await entry.Opening.WaitAsync(cancellation), () => Release(entry));
        }
        catch
        {
            Release(entry);
            throw;
        }
    }

    /// <summary>Stops opening a source.</summary>
    public void Cancel(Source source)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(source.Id, out var entry) && source.State == SourceState.Opening) entry.Stop.Cancel();
        }
    }

    public void Dispose()
    {
        List<Entry> entries;
        lock (_lock)
        {
            entries = [.. _entries.Values];
            _entries.Clear();
        }

        foreach (var entry in entries)
        {
            entry.Stop.Cancel();
            entry.Preparing.GetAwaiter().GetResult(); // it takes the lock when it ends
        }

        lock (_lock)
        {
            // A heap that is still read, or opened, is not closed under its reader: the process ends.
            foreach (var entry in entries.Where(entry => entry.Users == 0))
            {
                if (entry.Opening is { IsCompletedSuccessfully: true, Result: var heap }) heap.Dispose();
            }
        }
    }

    private async Task<OpenHeap> OpenAsync(Source source, CancellationToken cancellation)
    {
        source.Is(SourceState.Opening);
        try
        {
            await _turn.WaitAsync(cancellation);
            try
            {
                MakeRoom(source);
                var started = Stopwatch.GetTimestamp();
                var heap = new OpenHeap(Open(source, cancellation), Stopwatch.GetElapsedTime(started));
                if (cancellation.IsCancellationRequested) heap.Dispose();
                cancellation.ThrowIfCancellationRequested();
                source.Is(SourceState.Ready);
                Prepare(source, heap);
                return heap;
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException)
        {
            source.Is(SourceState.Closed);
            throw new RequestRefusedException($"Opening {source.Name} was stopped.", 409);
        }
        catch (Exception problem) when (
            problem is IOException or UnauthorizedAccessException or SnapshotFormatException or OutsideException or InvalidDataException)
        {
            // Of a file that was sent, its name says more than where it is kept.
            var message = problem.Message.Replace(source.Path, source.Name, StringComparison.Ordinal);
            source.Is(SourceState.Failed, message);
            throw new RequestRefusedException(message, 422);
        }
    }

    /// <summary>In the background, as a reader like any other, so that the heap is not closed meanwhile.</summary>
    private void Prepare(Source source, OpenHeap heap)
    {
        Entry? entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(source.Id, out entry)) return;
            entry.Users++;
        }

        var stop = entry.Stop.Token;
        entry.Preparing = Task.Run(
            async () =>
            {
                try
                {
                    await Task.Delay(PrepareDelay, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    heap.Prepare(stop);
                }
                finally
                {
                    Release(entry);
                }
            },
            CancellationToken.None);
    }

    private HeapSnapshot Open(Source source, CancellationToken cancellation)
    {
        var progress = new Relay<OpenProgress>(state => source.IsAt(state.Phase, state.Fraction));
        if (OutsideHeaps.IsCore(source.Path)) return OutsideHeaps.OpenCore(source.Path, progress: progress, cancellation: cancellation);
        var isIndexed = usesIndex && source.Kind == SourceKind.Snapshot && source.FileBytes >= MinIndexedBytes;
        var options = new HeapOpenOptions { UseIndex = isIndexed, KeepTraces = source.Kind == SourceKind.Timeline };
        return HeapSnapshot.Open(source.Path, options, progress, cancellation);
    }

    private void Release(Entry entry)
    {
        lock (_lock) entry.Users--;
    }

    private void MakeRoom(Source next)
    {
        lock (_lock)
        {
            var open = _entries.Values
                .Where(entry => entry.Opening is { IsCompletedSuccessfully: true })
                .OrderBy(entry => entry.LastUse)
                .ToList();
            var bytes = (next.FileBytes ?? 0) + open.Sum(entry => entry.Source.FileBytes ?? 0);
            foreach (var entry in open.Where(entry => entry.Users == 0))
            {
                if (bytes <= budgetBytes) return;
                bytes -= entry.Source.FileBytes ?? 0;
                _entries.Remove(entry.Source.Id);
                entry.Opening!.Result.Dispose(); // completed
                entry.Source.Is(SourceState.Closed);
            }
        }
    }

    private sealed class Entry(Source source)
    {
        public Source Source => source;

        public Task<OpenHeap>? Opening { get; set; }

        public Task Preparing { get; set; } = Task.CompletedTask;

        public CancellationTokenSource Stop { get; set; } = new();

        public int Users { get; set; }

        public long LastUse { get; set; }
    }
}
