using Heapwise.Analysis;
using Heapwise.Analysis.Reports;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Sources;
using Heapwise.Live.Capture;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// The standard flow on a live target: reach it, warm it up, take a baseline, then round by round drive it, let it settle, read its
/// floor and take a snapshot; at the end compare by identity. One snapshot is read while the target is driven on, so that the two
/// cores of a small machine both work. Whatever happens, the target is left as it was found and no snapshot stays behind that was
/// not to be kept.
/// </summary>
public sealed class LiveDiagnosis(TargetSpec spec, ILoad load, DiagnosisOptions options, IProgress<DiagnosisNews>? news)
{
    private readonly List<RoundEvidence> _rounds = [];

    /// <exception cref="TargetException">The target cannot be reached, or was lost, or a snapshot could not be written.</exception>
    /// <exception cref="CaptureRefusedException">A snapshot would cost more than is allowed.</exception>
    /// <exception cref="LoadException">The load failed.</exception>
    /// <exception cref="IOException">The folder of the snapshots cannot be made.</exception>
    public async Task<DiagnosisReport> RunAsync(CancellationToken cancellation)
    {
        using var folder = SnapshotFolder.Create(options.KeepFolder, options.TemporaryFolder);
        await using var target = await NodeTarget.OpenAsync(spec, options.Target, cancellation);
        news?.Report(new DiagnosisNews.Reached(target.Name, target.NodeVersion, load.Description));
        await using var series = new SnapshotSeries(folder.Release);

        await TargetWatch.WhileAliveAsync(target, ReadyAsync, cancellation);
        var last = await RunRoundsAsync(target, folder, series, cancellation);
        using var snapshot = await series.OpenLastAsync(last, Watch(DiagnosisStep.Reading), cancellation);
        for (var round = 0; round < series.Earlier.Count; round++) _rounds[round] = _rounds[round] with { Ids = series.Earlier[round] };

        news?.Report(new DiagnosisNews.UnderWay(DiagnosisStep.Analyzing, options.Rounds, options.Rounds, null));
        return await Task.Run(() => LeakAnalysis.Analyze(NameOf(target), _rounds, snapshot, new DiskSources(), ignored: options.Ignored, cancellation: cancellation), cancellation);
    }

    /// <returns>The file of the last snapshot; the earlier ones are read, or being read.</returns>
    private async Task<string> RunRoundsAsync(NodeTarget target, SnapshotFolder folder, SnapshotSeries series, CancellationToken cancellation)
    {
        var capture = new SnapshotCapture(target, options.Capture with { CollectsGarbage = false, IsTemporary = !folder.IsKept }); // settling has collected it
        for (var round = 0; ; round++)
        {
            var outcome = await TargetWatch.WhileAliveAsync(target, token => DriveAsync(round, token), cancellation);
            news?.Report(new DiagnosisNews.UnderWay(DiagnosisStep.Settling, round, options.Rounds, null));
            var floor = await Settling.WaitAsync(target, options.SettleTimeout, options.Time, cancellation);
            var taken = await capture.CaptureAsync(folder.FileOf(target.ProcessId, round), WatchCapture(round), cancellation);
            _rounds.Add(EvidenceOf(outcome, floor, folder.IsKept ? taken.Path : null));
            news?.Report(new DiagnosisNews.RoundDone(round, options.Rounds, outcome, floor, taken));
            if (round == options.Rounds) return taken.Path;
            await series.AddAsync(taken.Path, progress: null, cancellation);
        }
    }

    private async Task<bool> ReadyAsync(CancellationToken cancellation)
    {
        news?.Report(new DiagnosisNews.UnderWay(DiagnosisStep.Waiting, 0, options.Rounds, null));
        await load.WaitUntilReadyAsync(cancellation);
        return true;
    }

    private async Task<LoadOutcome?> DriveAsync(int round, CancellationToken cancellation)
    {
        var step = round == 0 ? DiagnosisStep.WarmingUp : DiagnosisStep.Loading;
        var progress = new Relay<double>(fraction => news?.Report(new DiagnosisNews.UnderWay(step, round, options.Rounds, fraction)));
        return round == 0 ? await load.WarmUpAsync(progress, cancellation) : await load.RunRoundAsync(round, progress, cancellation);
    }

    private Relay<double> Watch(DiagnosisStep step) => new(fraction => news?.Report(new DiagnosisNews.UnderWay(step, options.Rounds, options.Rounds, fraction)));

    private Relay<CaptureProgress> WatchCapture(int round) => new(state =>
        news?.Report(new DiagnosisNews.UnderWay(DiagnosisStep.Capturing, round, options.Rounds, state.Total > 0 ? (double)state.Done / state.Total : null)));

    private string NameOf(NodeTarget target) => spec is TargetSpec.Command command ? command.Text : target.Name;

    private static RoundEvidence EvidenceOf(LoadOutcome? outcome, Floor floor, string? snapshot) => new()
    {
        Requests = outcome?.Requests,
        HeapUsedBytes = floor.Sample.HeapUsedBytes,
        ExternalBytes = floor.Sample.ExternalBytes,
        ArrayBuffersBytes = floor.Sample.ArrayBuffersBytes,
        RssBytes = floor.Sample.RssBytes,
        FileDescriptors = floor.Sample.FileDescriptors,
        Snapshot = snapshot,
    };
}
