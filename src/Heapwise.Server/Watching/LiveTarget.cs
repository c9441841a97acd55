using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Heapwise.Diagnosis.Runs;
using Heapwise.Diagnosis.Watching;
using Heapwise.Live.Capture;
using Heapwise.Live.Monitoring;
using Heapwise.Live.Recording;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Heapwise.Outside.Copying;
using Heapwise.Outside.Failures;
using Heapwise.Server.Events;
using Heapwise.Server.Requests;
using Heapwise.Server.Sources;

namespace Heapwise.Server.Watching;

/// <summary>
/// One process that pages watch: read once a second through its inspector, which is closed again when nobody looks any more. One question
/// at a time: while a snapshot is taken, readings wait.
/// </summary>
public sealed class LiveTarget : IAsyncDisposable
{
    /// <summary>An hour.</summary>
    private const int MaxSamples = 3_600;

    /// <summary>Readings without a page before the process is left.</summary>
    private const int MaxUnseen = 60;

    /// <summary>Readings from one look at the spaces to the next.</summary>
    private const int SpacesEvery = 5;

    private const int MaxSampleSeconds = 600;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly int _processId;
    private readonly SourceRegistry _sources;
    private readonly Uploads _files;
    private readonly EventHub _events;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _lock = new();
    private readonly List<WatchSampleReport> _samples = [];
    private readonly List<string> _taken = [];
    private readonly Lazy<OutsideSnapshots> _outside;
    private readonly Task _watching;
    private LivePhase _phase = LivePhase.Attaching;
    private string? _error;
    private NodeTarget? _target;
    private IReadOnlyList<LiveSpace> _spaces = [];
    private LiveActivity? _activity;
    private volatile bool _mayCopy = true;
    private LiveCollection? _collection;

    public LiveTarget(int processId, SourceRegistry sources, Uploads files, EventHub events, TimeProvider time)
    {
        (_processId, _sources, _files, _events, _time) = (processId, sources, files, events, time);
        _outside = new Lazy<OutsideSnapshots>(() => new OutsideSnapshots(processId, new OutsideOptions(), compresses: false, time));
        _watching = Task.Run(WatchAsync);
    }

    public bool IsOver
    {
        get
        {
            lock (_lock) return _phase is LivePhase.Ended or LivePhase.Failed;
        }
    }

    public LiveState State
    {
        get
        {
            lock (_lock) return new LiveState(Status_NeedsLock(), [.. _samples]);
        }
    }

    /// <summary>Collects all garbage, and says what that freed.</summary>
    public Task CollectAsync(CancellationToken cancellation) =>
        DoAsync(LiveActivityKind.Collect, "collecting garbage", CollectAsync, cancellation);

    /// <summary>What a snapshot would cost the process now.</summary>
    public LiveEstimate Estimate()
    {
        WatchSampleReport? last;
        lock (_lock) last = _samples.LastOrDefault();
        return LiveEstimates.Of(_processId, _target, last?.HeapUsedBytes, _mayCopy);
    }

    /// <summary>Takes a snapshot: from outside where that is permitted, else through the inspector, if that was accepted.</summary>
    /// <exception cref="RequestRefusedException">The cost was not accepted, or the capture was refused or failed.</exception>
    public async Task<Source> TakeSnapshotAsync(bool isAccepted, CancellationToken cancellation)
    {
        var estimate = Estimate();
        if (estimate.Way == CaptureWay.Inspector && !isAccepted)
        {
            throw RequestRefusedException.Conflict(
                $"A snapshot would stop the process for about {estimate.PauseMs} ms. Confirm that it may be taken.");
        }

        return await DoAsync(LiveActivityKind.Snapshot, "taking a snapshot", async (target, stop) =>
        {
            var path = _files.NewFile(NameOf("heapsnapshot"));
            if (estimate.Way == CaptureWay.Outside) await CopyAsync(path, stop);
            else await new SnapshotCapture(target).CaptureAsync(path, new Progress(this), stop);
            return Add(path);
        }, cancellation);
    }

    /// <summary>Samples allocations for a while.</summary>
    public Task<Source> SampleAsync(int seconds, CancellationToken cancellation) =>
        DoAsync(LiveActivityKind.Sample, "sampling allocations", async (target, stop) =>
        {
            var options = new SamplingOptions { Duration = TimeSpan.FromSeconds(Math.Clamp(seconds, 1, MaxSampleSeconds)) };
            var sampled = await new AllocationSampling(target, options)
                .RecordAsync(_files.NewFile(NameOf("heapprofile")), null, stop, CancellationToken.None);
            return Add(sampled.Path);
        }, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        if (_outside.IsValueCreated) _outside.Value.Dispose();
        _end.Dispose();
        _turn.Dispose();
    }

    /// <exception cref="RequestRefusedException">It cannot be read from outside: from now on the inspector is offered.</exception>
    private async Task CopyAsync(string path, CancellationToken stop)
    {
        try
        {
            await _outside.Value.TakeAsync(path, stop);
        }
        catch (OutsideException problem)
        {
            _mayCopy = false;
            throw RequestRefusedException.Conflict($"{problem.Message} Take it through the inspector, if its pause is acceptable.");
        }
    }

    /// <summary>As pages show it, numbered in the order of the captures.</summary>
    private string NameOf(string extension)
    {
        lock (_lock) return $"{_processId}-{_taken.Count + 1}.{extension}";
    }

    private Source Add(string path)
    {
        var source = _sources.AddFile(path);
        lock (_lock) _taken.Add(source.Id);
        return source;
    }

    private async Task<bool> CollectAsync(NodeTarget target, CancellationToken stop)
    {
        var done = await ForcedGarbageCollection.RunAsync(target, stop);
        var milliseconds = Math.Round(done.Took.TotalMilliseconds, 1);
        lock (_lock)
        {
            _collection = new LiveCollection(done.Before.HeapUsedBytes, done.After.HeapUsedBytes, milliseconds);
            _spaces = [.. done.SpacesAfter.Select(SpaceOf)];
        }

        return true;
    }

    private async Task<T> DoAsync<T>(
        LiveActivityKind kind, string text, Func<NodeTarget, CancellationToken, Task<T>> act, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _end.Token);
        await _turn.WaitAsync(stop.Token);
        try
        {
            if (_target is not { } target || IsOver)
                throw RequestRefusedException.Conflict("The process is not watched. Attach to it first.");
            Is(new LiveActivity(kind, null, text));
            return await act(target, stop.Token);
        }
        catch (Exception problem) when (problem is TargetException or OutsideException or IOException)
        {
            throw new RequestRefusedException(problem.Message, problem is CaptureRefusedException ? 409 : 502);
        }
        finally
        {
            Is(activity: null);
            _turn.Release();
        }
    }

    private async Task WatchAsync()
    {
        var (phase, error) = (LivePhase.Ended, (string?)null);
        try
        {
            var options = new TargetOptions { Time = _time };
            await using var target = await NodeTarget.OpenAsync(new TargetSpec.RunningProcess(_processId), options, _end.Token);
            var sampler = await TargetSampler.StartAsync(target, _end.Token);
            lock (_lock) (_target, _phase) = (target, LivePhase.Watching);
            await ReadAsync(sampler);
        }
        catch (OperationCanceledException)
        {
            // Whoever watched has left.
        }
        catch (TargetExitedException)
        {
            error = "The process has ended.";
        }
        catch (TargetException problem)
        {
            (phase, error) = (LivePhase.Failed, problem.Message);
        }

        lock (_lock) (_target, _phase, _error) = (null, phase, error);
        Tell(null);
    }

    private async Task ReadAsync(TargetSampler sampler)
    {
        var history = new WatchHistory();
        using var timer = new PeriodicTimer(Pace, _time);
        var reading = 0;
        for (var unseen = 0; unseen < MaxUnseen; unseen = _events.HasPages ? 0 : unseen + 1)
        {
            await _turn.WaitAsync(_end.Token);
            WatchSampleReport sample;
            try
            {
                if (reading++ % SpacesEvery == 0) await ReadSpacesAsync();
                sample = WatchSampleReport.From(await sampler.ReadAsync(history, _end.Token));
            }
            finally
            {
                _turn.Release();
            }

            lock (_lock)
            {
                _samples.Add(sample);
                if (_samples.Count > MaxSamples) _samples.RemoveAt(0);
            }

            Tell(sample);
            await timer.WaitForNextTickAsync(_end.Token);
        }
    }

    private async Task ReadSpacesAsync()
    {
        if (_target is not { } target) return;
        var spaces = await HeapSpaceReading.ReadAsync(target, _end.Token);
        lock (_lock) _spaces = [.. spaces.Select(SpaceOf)];
    }

    private void Is(LiveActivity? activity)
    {
        lock (_lock) _activity = activity;
        Tell(null);
    }

    private void Tell(WatchSampleReport? sample)
    {
        LiveStatus now;
        lock (_lock) now = Status_NeedsLock();
        _events.Publish(new PageEvent("live", new LiveNews(now, sample)));
    }

    private LiveStatus Status_NeedsLock() => new()
    {
        Pid = _processId,
        State = _phase,
        Error = _error,
        NodeVersion = _target?.NodeVersion,
        Script = _target?.Script,
        Spaces = _spaces,
        Activity = _activity,
        Collection = _collection,
        Taken = [.. _taken],
    };

    private static LiveSpace SpaceOf(HeapSpaceReading space) =>
        new(space.Name.Replace("_space", "", StringComparison.Ordinal), space.UsedBytes, space.SizeBytes);

    private sealed class Progress(LiveTarget owner) : IProgress<CaptureProgress>
    {
        public void Report(CaptureProgress value)
        {
            var (fraction, text) = value.Phase switch
            {
                CapturePhase.CollectingGarbage => ((double?)null, "collecting garbage"),
                _ when value.Bytes > 0 => (Math.Min(1, (double)value.Bytes / Math.Max(1, value.ExpectedBytes)), "writing the snapshot"),
                _ => (value.Total > 0 ? (double)value.Done / value.Total : null, "visiting objects"),
            };
            var activity = new LiveActivity(LiveActivityKind.Snapshot, fraction is { } part ? Math.Round(part, 2) : null, text);
            if (owner._activity != activity) owner.Is(activity);
        }
    }
}
