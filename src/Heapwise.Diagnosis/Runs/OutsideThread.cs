using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Sources;
using Heapwise.Heap;
using Heapwise.Live.Attaching;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;
using Heapwise.Outside.Copying;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// A thread of a process that is read from outside: no inspector, no collection of garbage, no code of ours in it. What is live is
/// found in the copy, and that is its floor.
/// </summary>
internal sealed class OutsideThread : IExaminedThread, IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    /// <summary>A thread that computes less than this share of the time has come to rest.</summary>
    private const double MaxRestingShare = 0.05;

    /// <summary>V8's usual limit where there is plenty of memory, and its share of what there is otherwise.</summary>
    private const long UsualHeapLimit = 2L << 30;
    private const int UsualHeapShare = 4;

    private readonly NodeProcess _process;
    private readonly DiagnosisOptions _options;
    private readonly OutsideSnapshots _snapshots;
    private readonly long? _started;
    private readonly long _since;
    private readonly TimeSpan _computedBefore;
    private long _heapBytes;

    /// <param name="process">The process.</param>
    /// <param name="worker">A worker thread and its number, from 1; null for the main thread.</param>
    /// <param name="options">How much is done.</param>
    public OutsideThread(NodeProcess process, (int Number, OutsideWorker Thread)? worker, DiagnosisOptions options)
    {
        (_process, _options, Worker) = (process, options, worker?.Number);
        var outside = new OutsideOptions
        {
            MaxPause = options.Capture.MaxPause ?? OutsideOptions.DefaultMaxPause,
            Worker = worker?.Thread,
        };
        _snapshots = new OutsideSnapshots(process.ProcessId, outside, compresses: false, options.Time);
        (_started, _since) = (ProcTime.FindStart(process.ProcessId), options.Time.GetTimestamp());
        _computedBefore = ProcTime.ReadProcessorTime(process.ProcessId);
    }

    public int ProcessId => _process.ProcessId;

    /// <summary>The number of a worker thread by age. It is Node's own as long as none has ended.</summary>
    public int? Worker { get; }

    /// <summary>Another process may have its pid by now.</summary>
    public bool IsGone => !ProcStatus.IsRunning(ProcessId) || ProcTime.FindStart(ProcessId) != _started;

    /// <summary>What was allocated is not known from outside.</summary>
    public Task<ThreadWork> ReadWorkAsync(CancellationToken cancellation)
    {
        var busy = ProcTime.ReadProcessorTime(ProcessId) - _computedBefore;
        var all = _options.Time.GetElapsedTime(_since);
        return Task.FromResult(new ThreadWork(0, busy.TotalMilliseconds, Math.Max(0, (all - busy).TotalMilliseconds)));
    }

    public async Task<T> WhileAliveAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var working = work(stop.Token);
        while (!working.IsCompleted && !IsGone) await Task.WhenAny(working, Task.Delay(PollInterval, _options.Time, cancellation));
        if (working.IsFaulted) await Task.Delay(PollInterval, _options.Time, cancellation); // connections break before the end is seen
        if (working.IsCompletedSuccessfully || !IsGone) return await working;
        await stop.CancelAsync();
        await Task.WhenAny(working); // however it ends: the process's end came first
        cancellation.ThrowIfCancellationRequested();
        throw new TargetExitedException($"process {ProcessId} {TargetExitedException.Describe(null)}", exitCode: null, lastLines: []);
    }

    public long? FindPeakRss() => ProcStatus.Find(ProcessId)?.PeakRssBytes;

    public async Task<RoundReading> ReadAsync(string file, Action<DiagnosisStep, double?> tell, CancellationToken cancellation)
    {
        var isSteady = await SettleAsync(cancellation);
        var descriptors = ProcDescriptors.FindCountsByKind(ProcessId);
        tell(DiagnosisStep.Capturing, null);
        var from = _options.Time.GetTimestamp();
        var taken = await _snapshots.TakeAsync(file, cancellation);
        _heapBytes = taken.Contents.HeapBytes;
        var measures = new Dictionary<Measure, long>
        {
            [Measure.HeapUsed] = taken.Contents.HeapBytes,
            [Measure.ArrayBuffers] = taken.Contents.BufferBytes,
        };
        if (ProcStatus.Find(ProcessId) is { } status) measures[Measure.Rss] = status.RssBytes;
        if (descriptors is not null) measures[Measure.FileDescriptors] = descriptors.Values.Sum();
        // The process runs on as soon as the copy is made, and the next round begins when the file is written.
        var to = from + (long)(taken.Cost.Pause.TotalSeconds * _options.Time.TimestampFrequency);
        var snapshot = new RoundSnapshot(taken.Path, taken.FileBytes, taken.Cost.Pause, from, to);
        return new RoundReading(new Floor(measures, [taken.Contents.HeapBytes], isSteady), descriptors, snapshot);
    }

    public Task<TargetRoom> MeasureRoomAsync(CancellationToken cancellation)
    {
        var cgroup = CgroupMemory.Find(ProcessId);
        var usual = Math.Min(UsualHeapLimit, (cgroup?.LimitBytes ?? long.MaxValue) / UsualHeapShare);
        var limit = _process.Memory.HeapLimitBytes ?? usual;
        var descriptors = ProcLimits.FindMaxOpenFiles(ProcessId) - ProcDescriptors.FindCount(ProcessId);
        return Task.FromResult(new TargetRoom(limit - _heapBytes, cgroup?.FreeBytes, descriptors));
    }

    public Task<AnalysisOptions> AskAsync(HeapSnapshot last, long firstMaxId, CancellationToken cancellation) =>
        Task.FromResult(new AnalysisOptions { Sources = new DiskSources() });

    public TracedRound? FindTracing(ILoad load, SnapshotFolder folder, IProgress<DiagnosisNews>? news) => null;

    public void Dispose() => _snapshots.Dispose();

    /// <summary>Waits until what is in flight is done, as far as that shows in what the process computes.</summary>
    private async Task<bool> SettleAsync(CancellationToken cancellation)
    {
        var start = _options.Time.GetTimestamp();
        while (true)
        {
            var before = ProcTime.ReadProcessorTime(ProcessId);
            await Task.Delay(Glance, _options.Time, cancellation);
            if (ProcTime.ReadProcessorTime(ProcessId) - before <= MaxRestingShare * Glance) return true;
            if (_options.Time.GetElapsedTime(start) >= _options.SettleTimeout) return false;
        }
    }
}
