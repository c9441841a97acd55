using Heapwise.Live.Capture;
using Heapwise.Live.Cdp;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Recording;

/// <summary>What a tracking is doing, for a person who waits.</summary>
/// <param name="Elapsed">Since it began.</param>
/// <param name="Duration">How long it is to be.</param>
/// <param name="Stretches">How new objects fare so far.</param>
/// <param name="Capture">The snapshot at the end, once that has begun.</param>
public readonly record struct TimelineProgress(TimeSpan Elapsed, TimeSpan Duration, IReadOnlyList<TrackedStretch> Stretches, CaptureProgress? Capture);

/// <summary>
/// Records every allocation of a target with its stack, and which of the objects stay. Dear: V8 collects all garbage and visits
/// every object twenty times a second, and the end is a snapshot. So it is refused where a snapshot would be; and, unlike sampling,
/// V8 notes no stack for allocations in code that was optimised before it began. Whatever happens, the tracking is ended.
/// </summary>
public sealed class AllocationTimeline(NodeTarget target, CaptureOptions? options = null)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly CaptureOptions _options = options ?? new CaptureOptions();

    /// <summary>
    /// Tracks for the time given into a <c>.heaptimeline</c>; a path of null makes one in the current folder, named as Node names
    /// its own. Cancelled while it tracks, it ends early and keeps what there is; cancelled before that, it throws.
    /// </summary>
    /// <exception cref="CaptureRefusedException">The snapshot at the end would cost more than is allowed, or than there is; asked at the beginning and again at the end.</exception>
    /// <exception cref="TargetException">The target failed, or the file cannot be written. No file is left behind.</exception>
    public async Task<TrackedAllocations> RecordAsync(string? path, TimeSpan duration, IProgress<TimelineProgress>? progress, CancellationToken cancellation)
    {
        var sequence = 0;
        var name = CaptureFile.Resolve(path, target, "heaptimeline", ref sequence);
        await target.CollectGarbageAsync(cancellation);
        await CaptureCost.RefuseIfTooHighAsync(target, _options, Estimate, name, cancellation);
        using var end = await ProgramEnd.WatchAsync(target, cancellation);
        var isRunning = true;
        using var log = new HeapStatsLog(target.Connection, target.Options.Time);
        try
        {
            await using var file = PartialFile.Create(name); // before the work: what cannot be written is known at once
            var time = target.Options.Time;
            var start = time.GetTimestamp();
            await target.AskAsync(async () =>
            {
                await target.Connection.HeapProfiler.StartTrackingAsync(target.Options.SilenceTimeout, cancellation);
                return true;
            });
            var look = time.GetElapsedTime(start);

            var isWhole = true;
            while (isWhole && time.GetElapsedTime(start) is var elapsed && elapsed < duration)
            {
                progress?.Report(new TimelineProgress(elapsed, duration, log.Stretches(), Capture: null));
                var left = duration - elapsed;
                isWhole = await end.LetWorkAsync(target, left < Tick ? left : Tick, cancellation);
            }

            // From here on only a second Ctrl-C, which ends us, stops it: the first one asked for this file.
            var tracked = time.GetElapsedTime(start);
            var (estimate, heapUsed) = await CaptureCost.RefuseIfTooHighAsync(target, _options, Estimate, name, CancellationToken.None, mayCount: false);
            var relay = progress is null ? null : new Relay(state => progress.Report(new TimelineProgress(
                tracked, duration, [], new CaptureProgress(state.Bytes > 0 ? CapturePhase.Writing : CapturePhase.Building, state.Done, state.Total, state.Bytes, estimate.FileBytes))));
            start = time.GetTimestamp();
            var bytes = await target.AskAsync(() => target.Connection.HeapProfiler.StopTrackingAsync(file.Stream, relay, target.Options.SilenceTimeout, CancellationToken.None));
            isRunning = false;
            var pause = time.GetElapsedTime(start);
            if (bytes == 0) throw new TargetException($"{target.Name} answered without sending a snapshot. Try again");
            await file.CompleteAsync();
            return new TrackedAllocations
            {
                Path = name,
                FileBytes = bytes,
                Duration = tracked,
                StoppedEarly = !isWhole,
                ProgramEnded = end.IsNear,
                HeapUsedBytes = heapUsed,
                Look = look,
                Pause = pause,
                Estimate = estimate,
                LastIdBefore = log.LastIdBefore,
                Stretches = log.Stretches(),
            };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new TargetException($"{name} could not be written: {problem.Message}. Free some space, or choose another place with -o", problem);
        }
        finally
        {
            if (isRunning) await Ending.DisableAsync(target);
        }
    }

    private CaptureEstimate Estimate(long heapUsed) => CaptureEstimate.Of(heapUsed, target.NodeMajor, _options.Rates.Find(target.NodeMajor));

    /// <summary>Reports in the receive loop itself; <see cref="Progress{T}"/> would queue and reorder.</summary>
    private sealed class Relay(Action<SnapshotProgress> report) : IProgress<SnapshotProgress>
    {
        public void Report(SnapshotProgress value) => report(value);
    }
}
