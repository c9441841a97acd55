using System.Globalization;
using Heapwise.Live.Cdp;
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
        var file = Path.GetFullPath(path ?? NextName());
        var folder = Path.GetDirectoryName(file)!; // null only for a root, which is a folder
        if (Directory.Exists(file)) throw new TargetException($"{file} is a folder. Give a file name with -o");
        if (!Directory.Exists(folder)) throw new TargetException($"{folder}: no such folder. Create it, or choose another place with -o");

        if (_options.CollectsGarbage)
        {
            progress?.Report(new CaptureProgress(CapturePhase.CollectingGarbage, 0, 0, 0, 0));
            await target.CollectGarbageAsync(cancellation);
        }

        var (estimate, heapUsed) = await RefuseIfTooCostlyAsync(folder, cancellation);

        var (bytes, pause) = await WriteAsync(file, estimate, progress, cancellation);
        return _last = new CapturedSnapshot(file, bytes, heapUsed, pause, estimate);
    }

    /// <summary>What a snapshot would cost now. The heap's garbage is counted as if it were alive.</summary>
    /// <exception cref="TargetException"/>
    public async Task<CaptureEstimate> EstimateAsync(CancellationToken cancellation) =>
        Estimate((await target.SampleMemoryAsync(cancellation)).HeapUsedBytes);

    private CaptureEstimate Estimate(long heapUsed) =>
        _last is null ? CaptureEstimate.Of(heapUsed, target.NodeMajor) : CaptureEstimate.From(_last, heapUsed, target.NodeMajor);

    private async Task<(CaptureEstimate Estimate, long HeapUsed)> RefuseIfTooCostlyAsync(string folder, CancellationToken cancellation)
    {
        var heapUsed = (await target.SampleMemoryAsync(cancellation)).HeapUsedBytes;
        var estimate = Estimate(heapUsed);
        if (_options.Force) return (estimate, heapUsed);

        const string Anyway = "--force takes it anyway";
        if (_options.MaxPause is { } max && estimate.Pause > max)
            throw new CaptureRefusedException(
                $"{target.Name} would stand still for up to {Seconds(estimate.Pause)} ({Sizes.Format(heapUsed)} of heap), more than the {Seconds(max)} allowed. "
                + $"Allow more with --max-pause, or wait for a quiet hour; {Anyway}");
        var headroom = Headroom.Find(target.IsLocal ? target.ProcessId : null, folder);
        if (headroom.MemoryBytes is { } memory && estimate.ExtraMemoryBytes + _options.ReserveBytes > memory)
            throw new CaptureRefusedException(
                $"{target.Name} would need up to {Sizes.Format(estimate.ExtraMemoryBytes)} more memory for a snapshot of {Sizes.Format(heapUsed)} of heap, "
                + $"but {headroom.MemoryLimit} leaves {Sizes.Format(memory)}. Raise the limit, or snapshot an instance with less load; {Anyway}");
        if (headroom.DiskBytes is { } disk && estimate.FileBytes + _options.ReserveBytes > disk)
            throw new CaptureRefusedException(
                $"{folder} has {Sizes.Format(disk)} free, the snapshot may take {Sizes.Format(estimate.FileBytes)}. Choose another place with -o; {Anyway}");
        return (estimate, heapUsed);
    }

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
            var bytes = await target.TakeSnapshotAsync(file.Stream, relay, cancellation);
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

    /// <summary><c>Heap.yyyymmdd.hhmmss.pid.tid.seq.heapsnapshot</c>, as <c>v8.writeHeapSnapshot</c> does.</summary>
    private string NextName()
    {
        while (true)
        {
            var now = target.Options.Time.GetLocalNow();
            var name = string.Create(
                CultureInfo.InvariantCulture, $"Heap.{now:yyyyMMdd.HHmmss}.{target.ProcessId}.0.{++_sequence:000}.heapsnapshot");
            if (!File.Exists(name)) return name;
        }
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");

    /// <summary>Reports in the receive loop itself; <see cref="Progress{T}"/> would queue and reorder.</summary>
    private sealed class Relay(Action<SnapshotProgress> report) : IProgress<SnapshotProgress>
    {
        public void Report(SnapshotProgress value) => report(value);
    }
}
