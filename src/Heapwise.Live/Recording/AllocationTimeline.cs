using Heapwise.Live.Capture;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Files;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Recording;

/// <summary>
/// Records every allocation of a target with its stack, and which of the objects stay alive. Expensive: V8 collects all garbage and visits
/// every object twenty times a second, and the end is a snapshot, so it is refused where a snapshot would be. Old objects are not moved
/// meanwhile: see <see cref="Compaction"/>. Whatever happens, the tracking is ended.
/// </summary>
public sealed class AllocationTimeline(NodeTarget target, CaptureOptions? options = null)
{
    private readonly CaptureOptions _options = options ?? new CaptureOptions();

    private TimeProvider Time => target.Options.Time;

    /// <summary>
    /// Tracks for the given time into a <c>.heaptimeline</c>. A path of null creates one in the current folder, named as Node names its
    /// own.
    /// Stopped while it tracks, it ends early and keeps what it has; stopped before, or in a hurry, it throws.
    /// </summary>
    /// <exception cref="CaptureRefusedException">
    /// The snapshot at the end would cost more than is allowed or available; checked at the beginning and again at the end.
    /// </exception>
    /// <exception cref="TargetException">The target failed, or the file cannot be written. No file is left behind.</exception>
    public async Task<TrackedAllocations> RecordAsync(
        string? path, TimeSpan duration, IProgress<TimelineProgress>? progress, CancellationToken stop, CancellationToken hurry = default)
    {
        await target.ClaimAsync(TargetClaim.Tracking, stop);
        var place = CaptureFile.Resolve(path, target, "heaptimeline");
        var cost = new CaptureCost(target, _options, place);
        var expected = await ExpectAsync(cost, stop);
        using var end = await ProgramEnd.WatchAsync(target, stop);
        using var log = new HeapStatsLog(target.Connection, Time);
        var isRunning = true;
        try
        {
            await using var file = await PartialFile.CreateAsync(place, stop); // first: it may not be writable
            var start = Time.GetTimestamp();
            await target.AskAsync(() => target.Connection.HeapProfiler.StartTrackingAsync(target.Options.SilenceTimeout, stop));
            var look = Time.GetElapsedTime(start);
            await target.LetRunAsync(stop);
            var isWhole = await end.LetWorkAsync(
                duration - look,
                elapsed => progress?.Report(new TimelineProgress(look + elapsed, duration, log.Stretches(), Capture: null)),
                stop);
            var tracked = Time.GetElapsedTime(start);
            if (!end.IsNear) expected = await PrepareAsync(cost, hurry); // one that has ended cannot be asked, and nobody minds its pause
            var last = await WriteAsync(file, expected, step => progress?.Report(new TimelineProgress(tracked, duration, [], step)), hurry);
            isRunning = false;
            await file.CompleteAsync();
            return new TrackedAllocations
            {
                Path = place.Path,
                FileBytes = last.Bytes,
                Duration = tracked,
                StoppedEarly = !isWhole,
                ProgramEnded = end.IsNear,
                HeapUsedBytes = last.HeapUsedBytes,
                Look = look,
                Pause = last.Pause,
                Estimate = last.Estimate,
                LastIdBefore = log.LastIdBefore,
                Stretches = log.Stretches(),
            };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CaptureFile.CreateFailure(place.Path, problem);
        }
        finally
        {
            if (isRunning) await RecordingEnd.DisableAsync(target);
        }
    }

    /// <summary>Takes the snapshot at the end. Only who is in a hurry stops it: the first Ctrl-C asked for this file.</summary>
    private async Task<FinalSnapshot> WriteAsync(
        PartialFile file, FinalCost expected, Action<CaptureProgress> report, CancellationToken hurry)
    {
        using var watch = MemoryWatch.Start(target, _options);
        var relay = new ImmediateProgress<SnapshotProgress>(state =>
        {
            watch.IsSending = state.Bytes > 0;
            report(CaptureProgress.From(state, expected.Estimate));
        });
        var start = Time.GetTimestamp();
        var bytes = await watch.RunAsync(
            stop => target.AskAsync(() => target.Connection.HeapProfiler.StopTrackingAsync(
                file.Stream, relay, target.Options.SilenceTimeout, stop)),
            hurry);
        if (bytes == 0) throw new TargetException($"{target.Name} answered without sending a snapshot. Try again");
        return new FinalSnapshot(bytes, Time.GetElapsedTime(start), expected.HeapUsedBytes, expected.Estimate);
    }

    private async Task<FinalCost> ExpectAsync(CaptureCost cost, CancellationToken stop)
    {
        await Compaction.SwitchOffAsync(target, stop);
        if (!target.IsHeld) await target.CollectGarbageAsync(stop); // one that is held has no garbage yet, and collects none
        return FinalCost.From(await cost.RefuseIfTooHighAsync(Estimate, mayCount: true, stop));
    }

    private async Task<FinalCost> PrepareAsync(CaptureCost cost, CancellationToken hurry)
    {
        var found = await cost.RefuseIfTooHighAsync(Estimate, mayCount: false, hurry);
        await target.IndexLinesAsync(hurry);
        return FinalCost.From(found);
    }

    private CaptureEstimate Estimate(HeapContents contents, long heapUsed) =>
        CaptureEstimate.From(contents, target.NodeMajor, _options.Rates.Find(target.NodeMajor));

    private sealed record FinalSnapshot(long Bytes, TimeSpan Pause, long HeapUsedBytes, CaptureEstimate Estimate);

    private sealed record FinalCost(CaptureEstimate Estimate, long HeapUsedBytes)
    {
        public static FinalCost From((CaptureEstimate Estimate, HeapContents Contents, long HeapUsedBytes) found) =>
            new(found.Estimate, found.HeapUsedBytes);
    }
}
