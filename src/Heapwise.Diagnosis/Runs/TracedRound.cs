using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Leaks.Stacks;
using Heapwise.Analysis.Locations;
using Heapwise.Diagnosis.Loads;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Live.Capture;
using Heapwise.Live.Recording;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// One more round after the verdict, in which V8 records the stack of every allocation: what it adds to each leak shows the calls that
/// made it. The target is slow meanwhile, so the round is cut off after some seconds. Whatever happens in it, the verdict stands.
/// </summary>
internal sealed class TracedRound(
    NodeTarget target,
    ILoad load,
    SnapshotCapture capture,
    SnapshotFolder folder,
    DiagnosisOptions options,
    IProgress<DiagnosisNews>? news)
{
    private static readonly TimeSpan MaxLength = TimeSpan.FromSeconds(10);

    /// <summary>The diagnosis with the stacks of its leaks, as far as the round shows them.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <param name="number">The number of the round.</param>
    /// <param name="sources">The text of the target's scripts.</param>
    /// <param name="cancellation">Ends the round; the diagnosis is returned as it was.</param>
    public async Task<LeakDiagnosis> ExplainAsync(
        LeakDiagnosis diagnosis, int number, ISourceTexts sources, CancellationToken cancellation)
    {
        var hasObjects = diagnosis.Leaks.Any(leak => leak.Holder is LeakHolder.HeapObject);
        var hasDescriptors = diagnosis.Leaks.Any(leak => leak.Pattern is DescriptorsPattern);
        if (!hasObjects && !hasDescriptors) return diagnosis;
        var plan = new RoundPlan(RoundKind.Traced, number, options.Rounds, 1, TimeSpan.Zero);
        try
        {
            if (hasDescriptors) diagnosis = OpenedLeaks.Explain(diagnosis, await WatchOpeningsAsync(plan, cancellation), sources);
            if (!hasObjects) return diagnosis;
            var file = folder.TracedFileOf(target);
            await CaptureAsync(plan, file, cancellation);
            return await Task.Run(() => Read(diagnosis, file, sources, plan, cancellation), cancellation);
        }
        catch (Exception problem) when (problem is CaptureRefusedException or TargetException)
        {
            news?.Report(new DiagnosisNews.NotTraced(problem.Message));
            return diagnosis;
        }
        catch (OperationCanceledException) when (options.AnswersInPart && cancellation.IsCancellationRequested)
        {
            return diagnosis;
        }
    }

    /// <summary>The calls that led to each file that a round opens and leaves open.</summary>
    private async Task<IReadOnlyList<IReadOnlyList<TraceFunction>>> WatchOpeningsAsync(RoundPlan plan, CancellationToken cancellation)
    {
        Tell(plan, DiagnosisStep.Loading, null);
        var before = target.FindDescriptors();
        var openings = await FileOpenings.StartAsync(target, cancellation);
        await TargetWatch.WhileAliveAsync(target, token => DriveAsync(plan, token), cancellation);
        var opened = await openings.ReadAsync(cancellation);
        if (target.FindDescriptors() is not { } after) return [];
        return
        [
            .. opened
                .Where(file => after.GetValueOrDefault(file.Path) > (before?.GetValueOrDefault(file.Path) ?? 0))
                .Select(file => file.Calls.Select(call => new TraceFunction(call.Function, call.Script, call.Line, call.Column)).ToList()),
        ];
    }

    private async Task CaptureAsync(RoundPlan plan, string file, CancellationToken cancellation)
    {
        Tell(plan, DiagnosisStep.Loading, null);
        await using var tracking = await AllocationTracking.StartAsync(target, cancellation);
        await TargetWatch.WhileAliveAsync(target, token => DriveAsync(plan, token), cancellation);
        var progress = new Relay<CaptureProgress>(state =>
            Tell(plan, DiagnosisStep.Capturing, state.Total > 0 ? (double)state.Done / state.Total : null));
        await tracking.CaptureAsync(capture, file, progress, cancellation);
    }

    /// <summary>A load that fails because the target is slow has driven it all the same.</summary>
    private async Task<bool> DriveAsync(RoundPlan plan, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(MaxLength, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var progress = new Relay<double>(fraction => Tell(plan, DiagnosisStep.Loading, fraction));
            await load.RunRoundAsync(plan.Number, progress, either.Token);
            return true;
        }
        catch (Exception problem) when (problem is LoadException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private LeakDiagnosis Read(
        LeakDiagnosis diagnosis, string file, ISourceTexts sources, RoundPlan plan, CancellationToken cancellation)
    {
        var progress = new Relay<OpenProgress>(state => Tell(plan, DiagnosisStep.Reading, state.Fraction));
        using var traced = HeapSnapshot.Open(file, new HeapOpenOptions { KeepTraces = true, Complete = false }, progress, cancellation);
        File.Delete(file); // also where the snapshots of the series are kept
        return TracedLeaks.Explain(diagnosis, traced, sources, cancellation);
    }

    private void Tell(RoundPlan plan, DiagnosisStep step, double? fraction) =>
        news?.Report(new DiagnosisNews.UnderWay(step, plan, fraction));
}
