using System.IO.Compression;
using Heapwise.Live.Cdp;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Capture;

/// <summary>
/// Takes snapshots of one target into files, safely: collects garbage, knows the pause, the memory and the disk before it begins,
/// and leaves either a whole file or none. Remembers what the last snapshot cost, which makes the next estimate a measured one.
/// </summary>
public sealed class SnapshotCapture(NodeTarget target, CaptureOptions? options = null)
{
    private readonly CaptureOptions _options = options ?? new CaptureOptions();
    private CapturedSnapshot? _last;
    private int _sequence;

    /// <summary>
    /// Takes one snapshot. A path of null makes a file in the current folder, named as Node names its own. An existing file of
    /// that name is replaced, once the new one is whole.
    /// </summary>
    /// <exception cref="CaptureRefusedException">It would cost more than is allowed, or than there is.</exception>
    /// <exception cref="TargetException">The target failed, or the file cannot be written. No file is left behind.</exception>
    public async Task<CapturedSnapshot> CaptureAsync(string? path, IProgress<CaptureProgress>? progress, CancellationToken cancellation)
    {
        var file = CaptureFile.Resolve(path, target, _options.Compresses ? "heapsnapshot.gz" : "heapsnapshot", ref _sequence);
        if (_options.CollectsGarbage)
        {
            progress?.Report(new CaptureProgress(CapturePhase.CollectingGarbage, 0, 0, 0, 0));
            await target.CollectGarbageAsync(cancellation);
        }

        var (estimate, heapUsed) = await CaptureCost.RefuseIfTooHighAsync(target, _options, Estimate, file, cancellation);

        var (bytes, pause) = await WriteAsync(file, estimate, progress, cancellation);
        var nodes = NodeCount.Of(file) ?? 0;
        if (!_options.IsTemporary) _options.Rates.Add(target.NodeMajor, nodes, pause, bytes); // shortened strings make others cheap
        return _last = new CapturedSnapshot(file, new FileInfo(file).Length, heapUsed, pause, nodes, estimate);
    }

    /// <summary>What a snapshot would cost now. The heap's garbage is counted as if it were alive.</summary>
    /// <exception cref="TargetException"/>
    public async Task<CaptureEstimate> EstimateAsync(CancellationToken cancellation) =>
        Estimate((await target.SampleMemoryAsync(cancellation)).HeapUsedBytes);

    private CaptureEstimate Estimate(long heapUsed) =>
        _last is null
            ? CaptureEstimate.Of(heapUsed, target.NodeMajor, _options.Rates.Find(target.NodeMajor))
            : CaptureEstimate.From(_last, heapUsed, target.NodeMajor, _options.Rates.Find(target.NodeMajor));

    private async Task<(long Bytes, TimeSpan Pause)> WriteAsync(
        string path, CaptureEstimate estimate, IProgress<CaptureProgress>? progress, CancellationToken cancellation)
    {
        var written = 0L;
        var relay = new Relay(state =>
        {
            written = state.Bytes;
            progress?.Report(new CaptureProgress(
                state.Bytes > 0 ? CapturePhase.Writing : CapturePhase.Building, state.Done, state.Total, state.Bytes, estimate.FileBytes));
        });
        try
        {
            await using var file = PartialFile.Create(path);
            await using var strings = new StringLimit(target);
            if (_options.IsTemporary) await strings.SetAsync(CaptureOptions.TemporaryStringLimit, cancellation);
            var start = target.Options.Time.GetTimestamp();
            var bytes = await TakeAsync(file.Stream, relay, cancellation);
            var pause = target.Options.Time.GetElapsedTime(start);
            if (bytes == 0) throw new TargetException($"{target.Name} answered without sending a snapshot. Try again");
            await file.CompleteAsync(isDurable: !_options.IsTemporary);
            return (bytes, pause);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new TargetException(
                $"{path} could not be written after {Sizes.Format(written)} of about {Sizes.Format(estimate.FileBytes)}: {problem.Message}. "
                + "Free some space, or choose another place with -o", problem);
        }
    }

    private async Task<long> TakeAsync(Stream file, Relay relay, CancellationToken cancellation)
    {
        if (!_options.Compresses) return await target.TakeSnapshotAsync(file, relay, cancellation);
        // The fastest level: while we compress, the target waits for its chunks to be taken.
        await using var compressed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
        return await target.TakeSnapshotAsync(compressed, relay, cancellation);
    }

    /// <summary>Reports in the receive loop itself; <see cref="Progress{T}"/> would queue and reorder.</summary>
    private sealed class Relay(Action<SnapshotProgress> report) : IProgress<SnapshotProgress>
    {
        public void Report(SnapshotProgress value) => report(value);
    }
}
