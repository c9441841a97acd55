using Heapwise.Live.Attaching;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// The program to diagnose, which may have several processes. One that we start, or whose inspector is open, is held for the whole run.
/// The processes of a running one are attached to one at a time, because they would open their inspectors on the same port.
/// </summary>
internal sealed class ProgramTarget : IAsyncDisposable
{
    private readonly TargetSpec _spec;
    private readonly TargetOptions _options;

    private ProgramTarget(TargetSpec spec, TargetOptions options, int root, NodeTarget? held)
    {
        _spec = spec;
        _options = options;
        RootId = root;
        Held = held;
    }

    /// <summary>The process that is held; null where they are attached to one at a time.</summary>
    public NodeTarget? Held { get; }

    /// <summary>Whether its processes go on after the run, so that another run can attach to them.</summary>
    public bool Stays => _spec is not TargetSpec.Command;

    /// <summary>The process that was started or named.</summary>
    public int RootId { get; }

    /// <summary>As reports call it.</summary>
    public string Name => _spec is TargetSpec.Command command ? command.Text : Held?.Name ?? ConnectionPeer.Describe(RootId);

    /// <summary>
    /// All its Node processes that are visible now; none where it is on another machine, or where one thread alone is meant.
    /// </summary>
    public IReadOnlyList<ProgramProcess> FindProcesses()
    {
        if (_spec.Worker is not null) return [];
        return Held?.FindProcesses() ?? ProgramProcess.FindFamily(RootId);
    }

    /// <summary>A running program that is looked at from outside, and never attached to.</summary>
    /// <exception cref="TargetException">It is none, or a single thread is meant.</exception>
    public static ProgramTarget Unattached(TargetSpec spec) => spec is TargetSpec.RunningProcess { Worker: null } running
        ? new ProgramTarget(spec, new TargetOptions(), running.ProcessId, held: null)
        : throw new TargetException("only a process of this machine can be read from outside, and only its main thread");

    /// <exception cref="TargetException">It cannot be reached.</exception>
    public static async Task<ProgramTarget> OpenAsync(TargetSpec spec, TargetOptions options, CancellationToken cancellation)
    {
        if (spec is TargetSpec.RunningProcess { Worker: null } running && HasOthers(running.ProcessId))
            return new ProgramTarget(spec, options, running.ProcessId, held: null);
        var target = await NodeTarget.OpenAsync(spec, options, cancellation);
        return new ProgramTarget(spec, options, target.ProcessId, target);
    }

    /// <summary>Works with one of its processes, attached to for that long where it is not held.</summary>
    /// <exception cref="TargetException">It cannot be reached.</exception>
    public async Task<T> WithAsync<T>(int processId, Func<NodeTarget, Task<T>> work, CancellationToken cancellation)
    {
        if (Held is { } held && held.ProcessId == processId) return await work(held);
        await using var other = Held is null
            ? await NodeTarget.OpenAsync(new TargetSpec.RunningProcess(processId), _options, cancellation)
            : await Held.OpenOtherAsync(processId, cancellation);
        return await work(other);
    }

    /// <summary>Runs work that does not talk to the program, and ends it as soon as the process that is held is gone.</summary>
    /// <exception cref="TargetException">It is gone.</exception>
    public Task<T> WhileAliveAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation) =>
        Held is null ? work(cancellation) : TargetWatch.WhileAliveAsync(Held, work, cancellation);

    public ValueTask DisposeAsync() => Held?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>A process that is not Node itself, as a shell, is a way to name the program that it started.</summary>
    private static bool HasOthers(int processId) => ProgramProcess.FindFamily(processId).Any(process => process.ProcessId != processId);
}
