using Heapwise.Analysis.Leaks;
using Heapwise.Diagnosis.Loads;
using Heapwise.Live.Sessions;

namespace Heapwise.Diagnosis.Runs;

/// <summary>The diagnosis of one process: its main thread, and its worker threads where the main thread does not leak.</summary>
internal sealed class ProcessDiagnosis(
    ProgramTarget program,
    ServingProcesses process,
    ILoad load,
    LoadOutcome? warmUp,
    SnapshotFolder folder,
    DiagnosisOptions options,
    IProgress<DiagnosisNews>? news)
{
    /// <summary>A pool of workers is one program many times over.</summary>
    private const int MaxWorkers = 4;

    public async Task<LeakDiagnosis> RunAsync(NodeTarget target, CancellationToken cancellation)
    {
        if (target != program.Held) Tell(target);
        var diagnosis = await DiagnoseAsync(target, warmUp, cancellation);
        return diagnosis is { Verdict: Verdict.Leak } or { End: not null }
            ? diagnosis
            : await DiagnoseWorkersAsync(target, cancellation) ?? diagnosis;
    }

    /// <summary>
    /// Each worker has a heap of its own that a snapshot of the main thread does not show. They are driven by the same
    /// load, one after the other, until one leaks; null where none does. Under the program's own work that would take as
    /// long again for each: then it is only reported.
    /// </summary>
    private async Task<LeakDiagnosis?> DiagnoseWorkersAsync(NodeTarget target, CancellationToken cancellation)
    {
        var workers = await target.ListWorkersAsync(cancellation);
        if (workers.Count == 0) return null;
        if (load.Description is LoadDescription.OwnWork)
        {
            var option = program.Stays ? $"--pid {target.ProcessId}/worker:{workers[0].ThreadId}" : null;
            news?.Report(new DiagnosisNews.WorkersLeftOut(workers.Count, option));
            return null;
        }

        foreach (var worker in workers.Take(MaxWorkers))
        {
            var diagnosis = await target.WithWorkerAsync(worker.ThreadId, thread => DiagnoseNextAsync(thread, cancellation), cancellation);
            if (diagnosis is { Verdict: Verdict.Leak } or { End: not null }) return diagnosis;
        }

        return null;
    }

    private Task<LeakDiagnosis> DiagnoseNextAsync(NodeTarget worker, CancellationToken cancellation)
    {
        Tell(worker);
        return DiagnoseAsync(worker, warmedUp: null, cancellation);
    }

    private async Task<LeakDiagnosis> DiagnoseAsync(NodeTarget thread, LoadOutcome? warmedUp, CancellationToken cancellation)
    {
        var driver = new RoundDriver(thread, load, warmedUp, options, news);
        return options.TakesSnapshots
            ? await new ThreadDiagnosis(thread, NameOf(thread), driver, folder, options, news).RunAsync(cancellation)
            : await new SampledDiagnosis(thread, NameOf(thread), driver, options, news).RunAsync(cancellation);
    }

    private void Tell(NodeTarget thread) => news?.Report(DiagnosisNews.Reached.From(thread, load));

    private DiagnosisTarget.Program NameOf(NodeTarget thread)
    {
        var role = RoleOf(thread.ProcessId);
        var isWorkerOfMain = role == ProcessRole.Main && thread.Worker is not null;
        return new DiagnosisTarget.Program(isWorkerOfMain ? thread.ProcessName : program.Name)
        {
            Process = new DiagnosedProcess(thread.ProcessId, role, thread.Script, thread.Worker) { NodeVersion = thread.NodeVersion },
        };
    }

    private ProcessRole RoleOf(int processId)
    {
        if (processId == program.RootId) return ProcessRole.Main;
        return process.IsClusterWorker ? ProcessRole.Worker : ProcessRole.Child;
    }
}
