using System.IO.Compression;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Files;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Capture;

/// <summary>
/// Takes snapshots of one target into files, safely. It collects garbage, checks the pause, the memory and the disk before it starts, and
/// leaves either a complete file or none. It remembers what the last snapshot cost, so that the next estimate is a measured one.
/// </summary>
public sealed class SnapshotCapture(NodeTarget target, CaptureOptions? options = null)
{
    private readonly CaptureOptions _options = options ?? new CaptureOptions();
    private CapturedSnapshot? _last;
    private int _sequence;

    private bool IsVisible => target.IsLocal && OperatingSystem.IsLinux();

    /// <summary>The timestamps between which the last snapshot paused the target.</summary>
    public (long From, long To) LastPause { get; private set; }

    /// <summary>
    /// Takes one snapshot. A path of null creates a file in the current folder, named as Node names its own. An existing file of that name
    /// is replaced once the new one is complete; a pipe or a device is written to.
    /// </summary>
    /// <exception cref="CaptureRefusedException">It would cost more than is allowed or available.</exception>
    /// <exception cref="TargetException">The target failed, or the file cannot be written. No file is left behind.</exception>
    public Task<CapturedSnapshot> CaptureAsync(string? path, IProgress<CaptureProgress>? progress, CancellationToken cancellation) =>
        CaptureAsync(path, target.TakeSnapshotAsync, progress, cancellation);

    /// <summary>The same where something else than the usual request makes the target send its snapshot.</summary>
    internal async Task<CapturedSnapshot> CaptureAsync(
        string? path, Taking take, IProgress<CaptureProgress>? progress, CancellationToken cancellation)
    {
        var file = CaptureFile.Resolve(path, target, _options.Compresses ? "heapsnapshot.gz" : "heapsnapshot", ref _sequence);
        var cost = new CaptureCost(target, _options, file);
        cost.RefuseIfMemoryIsShort(); // collecting garbage and looking at the heap take some, too
        if (_options.CollectsGarbage)
        {
            progress?.Report(new CaptureProgress(CapturePhase.CollectingGarbage, 0, 0, 0, 0));
            await target.IndexLinesAsync(cancellation);
            await target.CollectGarbageAsync(cancellation);
        }

        var (estimate, contents, heapUsed) = await cost.RefuseIfTooHighAsync(Estimate, mayCount: true, cancellation);

        var resident = FindResident();
        var computed = FindProcessorTime();
        var (bytes, pause) = await WriteAsync(file, take, estimate, progress, cancellation);
        var isStream = file.Kind == OutputKind.Stream; // which cannot be read again
        var nodes = isStream ? 0 : NodeCount.Find(file.Path) ?? 0;
        var processor = FindProcessorTime() - computed ?? pause;
        // Shortened strings would make other snapshots look cheap.
        if (!_options.IsTemporary && nodes > 0)
        {
            var general = CaptureEstimate.From(contents with { Nodes = nodes }, target.NodeMajor);
            _options.Rates.Add(target.NodeMajor, nodes, CaptureEstimate.RateOf(general, processor, bytes));
        }

        var fileBytes = isStream ? bytes : new FileInfo(file.Path).Length;
        return _last = new CapturedSnapshot(file.Path, fileBytes, heapUsed, pause, nodes, estimate)
        {
            ProcessorTime = processor,
            KeptMemoryBytes = Math.Max(0, FindResident() - resident ?? 0),
        };
    }

    private CaptureEstimate Estimate(HeapContents contents, long heapUsed)
    {
        var estimate = CaptureEstimate.From(contents, target.NodeMajor, _options.Rates.Find(target.NodeMajor));
        return _last is null ? estimate : estimate.After(_last, heapUsed);
    }

    private long? FindResident() => IsVisible ? ProcStatus.Find(target.ProcessId)?.RssBytes : null;

    /// <summary>Of the main thread. Which of the threads a worker is cannot be told from outside.</summary>
    private TimeSpan? FindProcessorTime() => IsVisible && target.Worker is null ? ProcTime.FindMainThread(target.ProcessId) : null;

    private async Task<(long Bytes, TimeSpan Pause)> WriteAsync(
        OutputPlace place, Taking take, CaptureEstimate estimate, IProgress<CaptureProgress>? progress, CancellationToken cancellation)
    {
        var written = 0L;
        using var watch = MemoryWatch.Start(target, _options);
        var relay = new ImmediateProgress<SnapshotProgress>(state =>
        {
            written = state.Bytes;
            watch.IsSending = written > 0;
            progress?.Report(CaptureProgress.From(state, estimate));
        });
        try
        {
            await using var file = await PartialFile.CreateAsync(place, cancellation);
            await using var strings = new StringLimit(target);
            if (_options.IsTemporary) await strings.SetAsync(CaptureOptions.TemporaryStringLimit, cancellation);
            var start = target.Options.Time.GetTimestamp();
            var bytes = await watch.RunAsync(stop => TakeAsync(take, file.Stream, relay, stop), cancellation);
            LastPause = (start, target.Options.Time.GetTimestamp());
            var pause = target.Options.Time.GetElapsedTime(start, LastPause.To);
            if (bytes == 0) throw new TargetException($"{target.Name} answered without sending a snapshot. Try again");
            await file.CompleteAsync(isDurable: !_options.IsTemporary);
            return (bytes, pause);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new TargetException(
                $"{place.Path} could not be written after {Sizes.Format(written)} of about {Sizes.Format(estimate.FileBytes)}: "
                + $"{FileErrors.Describe(problem)}. Free some space, or choose another location with -o", problem);
        }
    }

    private async Task<long> TakeAsync(Taking take, Stream file, IProgress<SnapshotProgress> progress, CancellationToken cancellation)
    {
        if (!_options.Compresses) return await take(file, progress, cancellation);
        // The fastest level: while we compress, the target waits until we take its chunks.
        await using var compressed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
        return await take(compressed, progress, cancellation);
    }
}

/// <summary>Makes a target send a snapshot.</summary>
/// <returns>Its bytes.</returns>
internal delegate Task<long> Taking(Stream destination, IProgress<SnapshotProgress>? progress, CancellationToken cancellation);
