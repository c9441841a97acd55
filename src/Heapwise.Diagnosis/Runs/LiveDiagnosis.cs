using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Survivors;
using Heapwise.Diagnosis.Loads;
using Heapwise.Live.Capture;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;
using Heapwise.Outside.Failures;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// The standard flow on a live target: reach it, wait until it can be driven, see in the warm-up which of its processes serve, and
/// diagnose those, one after the other until one leaks. Whatever happens, the target is left as it was found and no snapshot stays behind
/// that was not to be kept.
/// </summary>
public sealed class LiveDiagnosis(TargetSpec spec, ILoad load, DiagnosisOptions options, IProgress<DiagnosisNews>? news)
{
    private RoundPlan Baseline => new(RoundKind.Baseline, 0, options.Rounds, 1, TimeSpan.Zero);

    /// <exception cref="TargetException">The target cannot be reached, or was lost, or a snapshot could not be written.</exception>
    /// <exception cref="CaptureRefusedException">A snapshot would cost more than is allowed.</exception>
    /// <exception cref="OutsideException">The heap cannot be read from outside.</exception>
    /// <exception cref="LoadException">The load failed.</exception>
    /// <exception cref="IOException">The folder of the snapshots cannot be made.</exception>
    public async Task<LeakDiagnosis> RunAsync(CancellationToken cancellation)
    {
        using var folder = SnapshotFolder.Create(options.KeepFolder, options.TemporaryFolder);
        await using var program = options.Way == DiagnosisWay.Outside
            ? ProgramTarget.Unattached(spec)
            : await ProgramTarget.OpenAsync(spec, options.Target, cancellation);
        if (program.Held is { } held) news?.Report(DiagnosisNews.Reached.From(held, load));
        await program.WhileAliveAsync(token => ReadyAsync(program, token), cancellation);
        var census = await program.WhileAliveAsync(token => WatchAsync(program, token), cancellation);
        var serving = ServingProcesses.Order(census, program.RootId);
        var diagnosis = await DiagnoseAsync(program, serving, census, folder, cancellation);
        return serving[0].HasServed || load is TimedLoad
            ? diagnosis
            : diagnosis.WithoutLoad(census.Stranger is { } other ? ConnectionPeer.Describe(other) : null);
    }

    private async Task<bool> ReadyAsync(ProgramTarget program, CancellationToken cancellation)
    {
        news?.Report(new DiagnosisNews.UnderWay(DiagnosisStep.Waiting, Baseline, null));
        if (load is HttpLoad { IsPortMissing: true } http)
            await ServerSearch.DirectAsync(program, http, options.Time, cancellation);
        await WaitUntilReadyAsync(program, cancellation);
        if (load is not TimedLoad || spec is not TargetSpec.Command) return true;
        if (await ServerSearch.FindAsync(program, options.Time, cancellation) is { } server)
            news?.Report(new DiagnosisNews.Undriven(server.Port));
        return true;
    }

    private async Task WaitUntilReadyAsync(ProgramTarget program, CancellationToken cancellation)
    {
        try
        {
            await load.WaitUntilReadyAsync(cancellation);
        }
        catch (LoadException problem) when (load is HttpLoad { IsToLoopback: true } && ServerSearch.FindForeign(program) is { } process)
        {
            throw new LoadException($"{problem.Message}. {OtherNetwork.Advice(process)}", problem);
        }
    }

    private async Task<LoadCensus> WatchAsync(ProgramTarget program, CancellationToken cancellation)
    {
        var progress = new Relay<double>(done => news?.Report(new DiagnosisNews.UnderWay(DiagnosisStep.WarmingUp, Baseline, done)));
        return await LoadCensus.TakeAsync(program.FindProcesses(), load, options.Time, progress, cancellation);
    }

    /// <summary>
    /// The processes one after the other until one leaks. Under the program's own work each would take as long again: then the first alone
    /// is examined, and the others are only reported.
    /// </summary>
    private async Task<LeakDiagnosis> DiagnoseAsync(
        ProgramTarget program,
        IReadOnlyList<ServingProcesses> serving,
        LoadCensus census,
        SnapshotFolder folder,
        CancellationToken cancellation)
    {
        if (census.Processes.Count > 1)
            news?.Report(new DiagnosisNews.SeveralProcesses(census.Processes.Count, serving[0].ProcessId, serving[0].Peers.Count));
        var first = await DiagnoseAsync(program, serving[0], census.WarmUp, folder, cancellation);
        if (first is { Verdict: Verdict.Leak } or { End: not null } || serving.Count == 1) return first;
        if (load is TimedLoad)
        {
            news?.Report(new DiagnosisNews.ProcessesLeftOut(serving.Count - 1, program.Stays ? $"--pid {serving[1].ProcessId}" : null));
            return first;
        }

        foreach (var next in serving.Skip(1))
        {
            if (await DiagnoseNextAsync(program, next, folder, cancellation) is not { } diagnosis) continue;
            if (diagnosis is { Verdict: Verdict.Leak } or { End: not null }) return diagnosis;
            if (first.Verdict == Verdict.NoLeak) first = diagnosis.Verdict == Verdict.NoLeak ? first : diagnosis;
        }

        return first;
    }

    private async Task<LeakDiagnosis> DiagnoseAsync(
        ProgramTarget program, ServingProcesses serving, LoadOutcome? warmUp, SnapshotFolder folder, CancellationToken cancellation)
    {
        using var steered = SteeredLoad.To(serving, load);
        // Where several processes share the load, each has got only a part of the warm-up.
        var process = new ProcessDiagnosis(program, serving, steered.Load, serving.Peers.Count > 1 ? null : warmUp, folder, options, news);
        try
        {
            return options.Way == DiagnosisWay.Outside
                ? await process.RunOutsideAsync(cancellation)
                : await program.WithAsync(serving.ProcessId, target => process.RunAsync(target, cancellation), cancellation);
        }
        catch (DifferentProcessesException problem)
        {
            throw new TargetException(
                $"pid {serving.ProcessId}: V8 numbered its objects anew during the run, because another session with its inspector ended "
                + "(of a debugger, or of another heapwise command). So its snapshots cannot be compared. "
                + "Run this again while nobody else attaches", problem);
        }
        catch (TargetException problem) when (problem is not TargetExitedException && serving.FindNext() is { } next)
        {
            news?.Report(new DiagnosisNews.ProcessNotExamined(problem.Message));
            return await DiagnoseAsync(program, next, warmUp, folder, cancellation);
        }
    }

    /// <summary>Null for a process that does not grow, or that cannot be examined.</summary>
    private async Task<LeakDiagnosis?> DiagnoseNextAsync(
        ProgramTarget program, ServingProcesses serving, SnapshotFolder folder, CancellationToken cancellation)
    {
        try
        {
            var isWorthIt = options.Way == DiagnosisWay.Outside || await program.WithAsync(
                serving.ProcessId, target => GrowthCheck.GrowsAsync(target, load, options, cancellation), cancellation);
            return isWorthIt ? await DiagnoseAsync(program, serving, null, folder, cancellation) : null;
        }
        catch (Exception problem) when (problem is TargetException or CaptureRefusedException or OutsideException)
        {
            news?.Report(new DiagnosisNews.ProcessNotExamined(problem.Message));
            return null;
        }
    }
}
