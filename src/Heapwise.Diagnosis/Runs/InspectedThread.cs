using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Locations;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Sources;
using Heapwise.Heap;
using Heapwise.Live.Capture;
using Heapwise.Live.Sessions;

namespace Heapwise.Diagnosis.Runs;

/// <summary>A thread that is reached through its inspector: V8 collects the garbage and writes the snapshots.</summary>
/// <param name="target">The thread.</param>
/// <param name="isTemporary">Whether its snapshots are deleted again.</param>
/// <param name="options">How much is done.</param>
internal sealed class InspectedThread(NodeTarget target, bool isTemporary, DiagnosisOptions options) : IExaminedThread
{
    /// <summary>Settling has collected the garbage already.</summary>
    private readonly SnapshotCapture _capture = new(target, options.Capture with { CollectsGarbage = false, IsTemporary = isTemporary });

    public int ProcessId => target.ProcessId;

    public int? Worker => target.Worker;

    public bool IsGone => target.Connection.Closed.IsCompleted;

    /// <summary>Before Node 26, what a collection freed meanwhile is not seen.</summary>
    public async Task<ThreadWork> ReadWorkAsync(CancellationToken cancellation)
    {
        var sample = await target.SampleMemoryAsync(cancellation);
        return new ThreadWork(sample.AllocatedBytes ?? sample.HeapUsedBytes, sample.LoopActiveMs, sample.LoopIdleMs);
    }

    public Task<T> WhileAliveAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        TargetWatch.WhileAliveAsync(target, work, cancellation);

    public long? FindPeakRss() => target.FindPeakRss();

    public async Task<RoundReading> ReadAsync(string file, Action<DiagnosisStep, double?> tell, CancellationToken cancellation)
    {
        var floor = await Settling.WaitAsync(target, options.SettleTimeout, options.Time, cancellation);
        var descriptors = target.FindDescriptors();
        var watch = new Relay<CaptureProgress>(state => tell(DiagnosisStep.Capturing, FractionOf(state)));
        var taken = await _capture.CaptureAsync(file, watch, cancellation);
        var (from, to) = _capture.LastPause;
        return new RoundReading(floor, descriptors, new RoundSnapshot(taken.Path, taken.FileBytes, taken.Pause, from, to));
    }

    public async Task<TargetRoom> MeasureRoomAsync(CancellationToken cancellation) =>
        TargetRoom.Measure(target, await target.SampleMemoryAsync(cancellation));

    /// <summary>
    /// The target's scripts and the lengths of views, asked for at the end alone: the first may change how it runs on.
    /// </summary>
    public async Task<AnalysisOptions> AskAsync(HeapSnapshot last, long firstMaxId, CancellationToken cancellation) => new()
    {
        Sources = await LiveSources.ReadAsync(target, ProgramScripts.Find(last), cancellation),
        ViewLengths = await LiveViews.ReadLengthsAsync(target, BufferViews.Sample(last, firstMaxId), cancellation),
    };

    public TracedRound FindTracing(ILoad load, SnapshotFolder folder, IProgress<DiagnosisNews>? news) =>
        new(target, load, _capture, folder, options, news);

    private static double? FractionOf(CaptureProgress state) => state.Total > 0 ? (double)state.Done / state.Total : null;
}
