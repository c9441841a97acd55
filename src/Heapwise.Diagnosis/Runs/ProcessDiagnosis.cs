using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;
using Heapwise.Diagnosis.Loads;
using Heapwise.Live.Attaching;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Heapwise.Outside.Copying;

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

    /// <summary>Without a connection to it: its memory is read from outside.</summary>
    /// <exception cref="TargetException">There is no such process.</exception>
    public async Task<LeakDiagnosis> RunOutsideAsync(CancellationToken cancellation)
    {
        var found = NodeProcess.List().FirstOrDefault(other => other.ProcessId == process.ProcessId)
            ?? throw new TargetException($"there is no Node process {process.ProcessId}");
        var name = found.Script is { } script ? $"node {found.ProcessId} ({Path.GetFileName(script)})" : $"node {found.ProcessId}";
        news?.Report(new DiagnosisNews.Reached(name, null, found.Version ?? "", load.Description));
        var diagnosis = await DiagnoseOutsideAsync(found, null, warmUp, cancellation);
        return diagnosis is { Verdict: Verdict.Leak } or { End: not null }
            ? diagnosis
            : await DiagnoseOutsideWorkersAsync(found, name, cancellation) ?? diagnosis;
    }

    /// <summary>As <see cref="DiagnoseWorkersAsync"/>, from outside.</summary>
    private async Task<LeakDiagnosis?> DiagnoseOutsideWorkersAsync(NodeProcess found, string name, CancellationToken cancellation)
    {
        var outside = new OutsideOptions { MaxPause = options.Capture.MaxPause ?? OutsideOptions.DefaultMaxPause };
        var workers = OutsideWorker.FindAll(found.ProcessId, outside);
        if (workers.Count > 0 && load.Description is LoadDescription.OwnWork)
        {
            news?.Report(new DiagnosisNews.WorkersLeftOut(workers.Count, null));
            return null;
        }

        foreach (var (i, worker) in workers.Take(MaxWorkers).Index())
        {
            news?.Report(new DiagnosisNews.Reached(name, i + 1, found.Version ?? "", load.Description));
            var diagnosis = await DiagnoseOutsideAsync(found, (i + 1, worker), warmedUp: null, cancellation);
            if (diagnosis is { Verdict: Verdict.Leak } or { End: not null }) return diagnosis;
        }

        return null;
    }

    private async Task<LeakDiagnosis> DiagnoseOutsideAsync(
        NodeProcess found, (int Number, OutsideWorker Thread)? worker, LoadOutcome? warmedUp, CancellationToken cancellation)
    {
        using var thread = new OutsideThread(found, worker, options);
        var driver = new RoundDriver(thread, load, warmedUp, options, news);
        var target = new DiagnosisTarget.Program(program.Name)
        {
            Process = new DiagnosedProcess(found.ProcessId, RoleOf(found.ProcessId), found.Script, worker?.Number)
            {
                NodeVersion = found.Version,
            },
            Capture = CaptureWay.Outside,
        };
        return await new ThreadDiagnosis(thread, target, driver, folder, options, news).RunAsync(cancellation);
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
        var examined = new InspectedThread(thread, !folder.IsKept, options);
        var driver = new RoundDriver(examined, load, warmedUp, options, news);
        return options.Way == DiagnosisWay.Samples
            ? await new SampledDiagnosis(thread, NameOf(thread), driver, options, news).RunAsync(cancellation)
            : await new ThreadDiagnosis(examined, NameOf(thread), driver, folder, options, news).RunAsync(cancellation);
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
