using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Process;
using Heapwise.Diagnosis.Sources;
using Heapwise.Heap;
using Heapwise.Live.Capture;
using Heapwise.Outside.Failures;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// The diagnosis of one thread of a target: warm it up, take a baseline, then round by round drive it, let it settle, read its
/// floor and take a snapshot; compare by identity, and confirm what was found by a burst and one more round before it is named. One
/// snapshot is read while the target is driven on, so that the two cores of a small machine both work.
/// </summary>
/// <param name="thread">The thread.</param>
/// <param name="name">What reports call it.</param>
/// <param name="driver">What drives it.</param>
/// <param name="folder">Where the snapshots are written.</param>
/// <param name="options">How much is done.</param>
/// <param name="news">Hears how far it is.</param>
internal sealed class ThreadDiagnosis(
    IExaminedThread thread,
    DiagnosisTarget.Program name,
    RoundDriver driver,
    SnapshotFolder folder,
    DiagnosisOptions options,
    IProgress<DiagnosisNews>? news)
{
    private readonly List<Round> _rounds = [];

    /// <summary>When the target ran on after the snapshot before; null before the first.</summary>
    private long? _resumed;

    private long? _peakRssBytes;

    /// <summary>The target's scripts, once they are asked for.</summary>
    private ISourceTexts? _sources;

    public async Task<LeakDiagnosis> RunAsync(CancellationToken cancellation)
    {
        await using var series = new SnapshotSeries(folder.Release);
        var last = "";
        try
        {
            for (var round = 0; round <= options.Rounds; round++)
            {
                if (round > 0) await series.AddAsync(last, progress: null, cancellation);
                last = await RunAsync(driver.Usual(round), cancellation);
            }
        }
        catch (Exception problem) when (_rounds.Count > 1 && driver.EndOf(problem, cancellation) is { } end)
        {
            return await AnswerInPartAsync(end, problem, series);
        }

        var (diagnosis, confirmation) = await JudgeAsync(series, last, cancellation);
        if (confirmation is not null) diagnosis = await ConfirmAsync(confirmation, diagnosis, series, cancellation);
        if (!options.Traces || _sources is not { } sources || diagnosis.End is not null) return diagnosis;
        if (thread.FindTracing(driver.Load, folder, news) is not { } tracing) return diagnosis;
        return await tracing.ExplainAsync(diagnosis, _rounds.Sum(round => round.Weight), sources, cancellation);
    }

    /// <summary>The verdict after a burst and one more round; the one before if the target cannot take more snapshots.</summary>
    private async Task<LeakDiagnosis> ConfirmAsync(
        Confirmation confirmation, LeakDiagnosis diagnosis, SnapshotSeries series, CancellationToken cancellation)
    {
        news?.Report(new DiagnosisNews.Confirming([.. diagnosis.Leaks.Select(leak => leak.Holder)], confirmation.BurstRounds));
        var round = _rounds.Count;
        var burst = new RoundPlan(RoundKind.Burst, round, options.Rounds, confirmation.BurstRounds, TimeSpan.Zero);
        var check = new RoundPlan(RoundKind.Confirmation, round + confirmation.BurstRounds, options.Rounds, 1, confirmation.Idle);
        try
        {
            var first = await RunAsync(burst, cancellation);
            await series.AddAsync(first, progress: null, cancellation);
            var last = await RunAsync(check, cancellation);
            using var snapshot = await OpenAsync(series, last, cancellation);
            return await AnalyzeAsync(series, snapshot, await AskAsync(series, snapshot, cancellation), diagnosis.Leaks, cancellation);
        }
        catch (Exception refused) when (refused is CaptureRefusedException or OutsideException && !thread.IsGone)
        {
            news?.Report(new DiagnosisNews.NotConfirmed(refused.Message));
            return diagnosis;
        }
        catch (Exception problem) when (driver.EndOf(problem, cancellation) is { } end)
        {
            news?.Report(new DiagnosisNews.EndedEarly(end, problem));
            return diagnosis.EndedBy(end);
        }
    }

    /// <summary>The verdict of the rounds that were completed. The target cannot be asked any more, or is not to be.</summary>
    private async Task<LeakDiagnosis> AnswerInPartAsync(EarlyEnd end, Exception problem, SnapshotSeries series)
    {
        news?.Report(new DiagnosisNews.EndedEarly(end, problem));
        using var snapshot = await series.EndAsync(driver.Watch(driver.Usual(_rounds.Count - 1), DiagnosisStep.Reading), options.Hurry);
        var files = new AnalysisOptions { Sources = new DiskSources() };
        return (await AnalyzeAsync(series, snapshot, files, [], options.Hurry)).EndedBy(end);
    }

    /// <summary>Drives the target for a round, lets it settle and takes a snapshot.</summary>
    /// <returns>The snapshot's file.</returns>
    private async Task<string> RunAsync(RoundPlan plan, CancellationToken cancellation)
    {
        var driven = await driver.DriveAsync(plan, cancellation);
        if (_rounds.Count == 0) _peakRssBytes = thread.FindPeakRss(); // a snapshot may raise it
        var file = folder.FileOf(thread, _rounds.Count, plan.Weight);
        var read = await thread.ReadAsync(file, (step, fraction) => driver.Tell(plan, step, fraction), cancellation);
        var taken = read.Snapshot;
        var seconds = _resumed is { } since ? options.Time.GetElapsedTime(since, taken.From).TotalSeconds : (double?)null;
        _resumed = taken.To;
        _rounds.Add(new Round
        {
            Load = driver.Describe(driven, seconds),
            Readings = read.Floor.Measures,
            Descriptors = read.Descriptors,
            SnapshotFile = folder.IsKept ? taken.Path : null,
        });
        news?.Report(new DiagnosisNews.RoundDone(plan, driven.Outcome, read.Floor, taken));
        return taken.Path;
    }

    /// <summary>The verdict of the usual rounds, and how it is to be confirmed; null where it stands.</summary>
    private async Task<(LeakDiagnosis Diagnosis, Confirmation? Confirmation)> JudgeAsync(
        SnapshotSeries series, string last, CancellationToken cancellation)
    {
        using var snapshot = await OpenAsync(series, last, cancellation);
        var files = new AnalysisOptions { Sources = new DiskSources() };
        var diagnosis = await AnalyzeAsync(series, snapshot, files, [], cancellation);
        if (diagnosis.Verdict == Verdict.NoLeak)
        {
            news?.Report(new DiagnosisNews.Compared(0));
            return (diagnosis, null);
        }

        var room = await thread.MeasureRoomAsync(cancellation);
        if (Confirmation.Plan(diagnosis, _rounds, driver.Driven, room, options) is { } confirmation)
        {
            await Task.Run(() => series.Keep(snapshot), cancellation); // others follow
            return (diagnosis, confirmation);
        }

        news?.Report(new DiagnosisNews.Compared(diagnosis.Leaks.Count));
        if (diagnosis.Leaks.Count == 0) return (diagnosis, null);
        return (await AnalyzeAsync(series, snapshot, await AskAsync(series, snapshot, cancellation), [], cancellation), null);
    }

    private async Task<AnalysisOptions> AskAsync(SnapshotSeries series, HeapSnapshot last, CancellationToken cancellation)
    {
        news?.Report(new DiagnosisNews.Tracing());
        var given = await thread.AskAsync(last, series.Earlier[0].MaxId, cancellation);
        _sources = given.Sources;
        return given;
    }

    private Task<HeapSnapshot> OpenAsync(SnapshotSeries series, string last, CancellationToken cancellation) =>
        series.OpenLastAsync(last, driver.Watch(driver.Usual(options.Rounds), DiagnosisStep.Reading), cancellation);

    private Task<LeakDiagnosis> AnalyzeAsync(
        SnapshotSeries series,
        HeapSnapshot last,
        AnalysisOptions given,
        IReadOnlyList<Leak> candidates,
        CancellationToken cancellation)
    {
        for (var round = 0; round < series.Earlier.Count; round++) _rounds[round] = _rounds[round] with { Ids = series.Earlier[round] };
        driver.Tell(driver.Usual(options.Rounds), DiagnosisStep.Analyzing, null);
        var analysis = given with { Ignored = options.Ignored, Candidates = candidates, Load = driver.Describe() };
        var process = name.Process is { } known ? known with { PeakRssBytes = _peakRssBytes } : null;
        var examined = name with { Process = process };
        return Task.Run(() => LeakAnalysis.Analyze(examined, _rounds, last, analysis, cancellation), cancellation);
    }
}
