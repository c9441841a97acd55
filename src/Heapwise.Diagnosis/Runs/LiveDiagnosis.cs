using Heapwise.Analysis.Leaks;
using Heapwise.Diagnosis.Loads;
using Heapwise.Live.Capture;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// The standard flow on a live target: reach it, wait until it can be driven, diagnose its main thread, and its worker threads where
/// the main thread does not leak. Whatever happens, the target is left as it was found and no snapshot stays behind that was not to be
/// kept.
/// </summary>
public sealed class LiveDiagnosis(TargetSpec spec, ILoad load, DiagnosisOptions options, IProgress<DiagnosisNews>? news)
{
    /// <summary>A pool of workers is one program many times over.</summary>
    private const int MaxWorkers = 4;

    /// <exception cref="TargetException">The target cannot be reached, or was lost, or a snapshot could not be written.</exception>
    /// <exception cref="CaptureRefusedException">A snapshot would cost more than is allowed.</exception>
    /// <exception cref="LoadException">The load failed.</exception>
    /// <exception cref="IOException">The folder of the snapshots cannot be made.</exception>
    public async Task<LeakDiagnosis> RunAsync(CancellationToken cancellation)
    {
        using var folder = SnapshotFolder.Create(options.KeepFolder, options.TemporaryFolder);
        await using var target = await NodeTarget.OpenAsync(spec, options.Target, cancellation);
        news?.Report(new DiagnosisNews.Reached(target.Name, target.NodeVersion, load.Description));
        await TargetWatch.WhileAliveAsync(target, ReadyAsync, cancellation);
        var diagnosis = await DiagnoseAsync(target, spec is TargetSpec.Command command ? command.Text : target.Name, folder, cancellation);
        return diagnosis.Verdict == Verdict.Leak ? diagnosis : await DiagnoseWorkersAsync(target, folder, cancellation) ?? diagnosis;
    }

    private async Task<bool> ReadyAsync(CancellationToken cancellation)
    {
        var baseline = new RoundPlan(RoundKind.Baseline, 0, options.Rounds, 1, TimeSpan.Zero);
        news?.Report(new DiagnosisNews.UnderWay(DiagnosisStep.Waiting, baseline, null));
        await load.WaitUntilReadyAsync(cancellation);
        return true;
    }

    private Task<LeakDiagnosis> DiagnoseAsync(NodeTarget thread, string name, SnapshotFolder folder, CancellationToken cancellation) =>
        new ThreadDiagnosis(thread, name, load, folder, options, news).RunAsync(cancellation);

    /// <summary>
    /// Each worker has a heap of its own that a snapshot of the main thread does not show. They are driven by the same
    /// load, one after the other, until one leaks; null where none does. Under the program's own work that would take as
    /// long again for each: then it is only reported.
    /// </summary>
    private async Task<LeakDiagnosis?> DiagnoseWorkersAsync(NodeTarget target, SnapshotFolder folder, CancellationToken cancellation)
    {
        var workers = await target.ListWorkersAsync(cancellation);
        if (workers.Count == 0) return null;
        if (load is TimedLoad)
        {
            news?.Report(new DiagnosisNews.WorkersLeftOut(workers.Count, $"--pid {target.ProcessId}/worker:{workers[0].ThreadId}"));
            return null;
        }

        foreach (var worker in workers.Take(MaxWorkers))
        {
            var diagnosis = await target.WithWorkerAsync(
                worker.ThreadId,
                async thread =>
                {
                    news?.Report(new DiagnosisNews.Reached(thread.Name, thread.NodeVersion, load.Description));
                    return await DiagnoseAsync(thread, thread.Name, folder, cancellation);
                },
                cancellation);
            if (diagnosis.Verdict == Verdict.Leak) return diagnosis;
        }

        return null;
    }
}
