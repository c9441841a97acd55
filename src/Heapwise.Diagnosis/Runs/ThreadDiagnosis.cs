using Heapwise.Analysis;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Reports;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Sources;
using Heapwise.Heap;
using Heapwise.Live.Capture;
using Heapwise.Live.Sessions;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// The diagnosis of one thread of a target: warm it up, take a baseline, then round by round drive it, let it settle, read its
/// floor and take a snapshot; compare by identity, and confirm what was found by a burst and one more round before it is named. One
/// snapshot is read while the target is driven on, so that the two cores of a small machine both work.
/// </summary>
internal sealed class ThreadDiagnosis(NodeTarget target, string name, ILoad load, SnapshotFolder folder, DiagnosisOptions options, IProgress<DiagnosisNews>? news)
{
    private readonly List<RoundEvidence> _rounds = [];
    private readonly SnapshotCapture _capture = new(target, options.Capture with { CollectsGarbage = false, IsTemporary = !folder.IsKept }); // settling has collected it
    private TimeSpan _driven;

    public async Task<DiagnosisReport> RunAsync(CancellationToken cancellation)
    {
        await using var series = new SnapshotSeries(folder.Release);
        var last = "";
        for (var round = 0; round <= options.Rounds; round++)
        {
            if (round > 0) await series.AddAsync(last, progress: null, cancellation);
            last = await RunAsync(Usual(round), cancellation);
        }

        var (report, confirmation) = await JudgeAsync(series, last, cancellation);
        return confirmation is null ? report : await ConfirmAsync(confirmation, report, series, cancellation);
    }

    /// <summary>The verdict after a burst and one more round; the one before where the target cannot bear their snapshots.</summary>
    private async Task<DiagnosisReport> ConfirmAsync(Confirmation confirmation, DiagnosisReport report, SnapshotSeries series, CancellationToken cancellation)
    {
        news?.Report(new DiagnosisNews.Confirming([.. report.Findings.Select(finding => finding.Holder.Path)], confirmation.BurstRounds));
        var round = _rounds.Count;
        try
        {
            var first = await RunAsync(new RoundPlan(RoundKind.Burst, round, options.Rounds, confirmation.BurstRounds, TimeSpan.Zero), cancellation);
            await series.AddAsync(first, progress: null, cancellation);
            var last = await RunAsync(new RoundPlan(RoundKind.Confirmation, round + confirmation.BurstRounds, options.Rounds, 1, confirmation.Idle), cancellation);
            using var snapshot = await OpenAsync(series, last, cancellation);
            return await AnalyzeAsync(series, snapshot, await SourcesAsync(snapshot, cancellation), report.Findings, cancellation);
        }
        catch (CaptureRefusedException refused)
        {
            news?.Report(new DiagnosisNews.NotConfirmed(refused.Message));
            return report;
        }
    }

    /// <summary>Drives the target for a round, lets it settle and takes a snapshot.</summary>
    /// <returns>The snapshot's file.</returns>
    private async Task<string> RunAsync(RoundPlan plan, CancellationToken cancellation)
    {
        var outcome = await TargetWatch.WhileAliveAsync(target, token => DriveAsync(plan, token), cancellation);
        if (plan.Kind != RoundKind.Baseline) _driven += outcome?.Duration ?? TimeSpan.Zero;
        if (plan.Idle > TimeSpan.Zero) await TargetWatch.WhileAliveAsync(target, token => RestAsync(plan, token), cancellation);
        Tell(plan, DiagnosisStep.Settling, null);
        var floor = await Settling.WaitAsync(target, options.SettleTimeout, options.Time, cancellation);
        var descriptors = target.FindDescriptors();
        var watch = new Relay<CaptureProgress>(state => Tell(plan, DiagnosisStep.Capturing, state.Total > 0 ? (double)state.Done / state.Total : null));
        var taken = await _capture.CaptureAsync(folder.FileOf(target, _rounds.Count, plan.Worth), watch, cancellation);
        _rounds.Add(EvidenceOf(plan, outcome, floor, folder.IsKept ? taken.Path : null) with { Descriptors = descriptors });
        news?.Report(new DiagnosisNews.RoundDone(plan, outcome, floor, taken));
        return taken.Path;
    }

    /// <summary>The verdict of the usual rounds, and how it is to be confirmed; null where it stands.</summary>
    private async Task<(DiagnosisReport Report, Confirmation? Confirmation)> JudgeAsync(SnapshotSeries series, string last, CancellationToken cancellation)
    {
        using var snapshot = await OpenAsync(series, last, cancellation);
        var report = await AnalyzeAsync(series, snapshot, new DiskSources(), [], cancellation);
        if (report.Verdict == Verdict.NoLeak) return (report, null);
        var now = await target.SampleMemoryAsync(cancellation);
        if (Confirmation.Of(report, _rounds, _driven, now, TargetRoom.Of(target, now), options) is { } confirmation)
        {
            await Task.Run(() => series.Keep(snapshot), cancellation); // others follow
            return (report, confirmation);
        }

        return (report.Findings.Count == 0 ? report : await AnalyzeAsync(series, snapshot, await SourcesAsync(snapshot, cancellation), [], cancellation), null);
    }

    /// <summary>The target's scripts, asked for at the end alone: that may change how it runs on.</summary>
    private Task<ISourceTexts> SourcesAsync(HeapSnapshot last, CancellationToken cancellation) => LiveSources.ReadAsync(target, AppScripts.Of(last), cancellation);

    private Task<HeapSnapshot> OpenAsync(SnapshotSeries series, string last, CancellationToken cancellation) =>
        series.OpenLastAsync(last, new Relay<double>(fraction => Tell(Usual(options.Rounds), DiagnosisStep.Reading, fraction)), cancellation);

    private Task<DiagnosisReport> AnalyzeAsync(SnapshotSeries series, HeapSnapshot last, ISourceTexts sources, IReadOnlyList<FindingReport> candidates, CancellationToken cancellation)
    {
        for (var round = 0; round < series.Earlier.Count; round++) _rounds[round] = _rounds[round] with { Ids = series.Earlier[round] };
        Tell(Usual(options.Rounds), DiagnosisStep.Analyzing, null);
        var analysis = new AnalysisOptions { Texts = options.Texts, Sources = sources, Ignored = options.Ignored, Candidates = candidates };
        return Task.Run(() => LeakAnalysis.Analyze(name, _rounds, last, analysis, cancellation), cancellation);
    }

    private async Task<LoadOutcome?> DriveAsync(RoundPlan plan, CancellationToken cancellation)
    {
        var progress = new Relay<double>(fraction => Tell(plan, plan.Kind == RoundKind.Baseline ? DiagnosisStep.WarmingUp : DiagnosisStep.Loading, fraction));
        return plan.Kind switch
        {
            RoundKind.Baseline => await load.WarmUpAsync(progress, cancellation),
            RoundKind.Burst => await load.RunBurstAsync(plan.Number, plan.Worth, progress, cancellation),
            _ => await load.RunRoundAsync(plan.Number, progress, cancellation),
        };
    }

    private async Task<bool> RestAsync(RoundPlan plan, CancellationToken cancellation)
    {
        Tell(plan, DiagnosisStep.Resting, null);
        await Task.Delay(plan.Idle, options.Time, cancellation);
        return true;
    }

    private RoundPlan Usual(int round) => new(round == 0 ? RoundKind.Baseline : RoundKind.Usual, round, options.Rounds, 1, TimeSpan.Zero);

    private void Tell(RoundPlan plan, DiagnosisStep step, double? fraction) => news?.Report(new DiagnosisNews.UnderWay(step, plan, fraction));

    private static RoundEvidence EvidenceOf(RoundPlan plan, LoadOutcome? outcome, Floor floor, string? snapshot) => new()
    {
        Requests = outcome?.Requests,
        Worth = plan.Worth,
        IsConfirmation = plan.Kind is RoundKind.Burst or RoundKind.Confirmation,
        HeapUsedBytes = floor.Sample.HeapUsedBytes,
        ExternalBytes = floor.Sample.ExternalBytes,
        ArrayBuffersBytes = floor.Sample.ArrayBuffersBytes,
        RssBytes = floor.Sample.RssBytes,
        FileDescriptors = floor.Sample.FileDescriptors,
        Snapshot = snapshot,
    };
}
