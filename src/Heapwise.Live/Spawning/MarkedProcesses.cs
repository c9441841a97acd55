using System.ComponentModel;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Spawning;

/// <summary>
/// The processes of one run. The first is started with a variable in its environment, and everything that it starts in turn inherits it.
/// So they can all be found at the end, including those that a wrapper such as npm or a shell left behind (Linux).
/// </summary>
internal sealed class MarkedProcesses(TargetOptions options)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(2);

    /// <summary>The name of the variable.</summary>
    public const string Variable = "HEAPWISE_RUN";

    /// <summary>Its value, which identifies the run.</summary>
    public string Mark { get; } = Guid.NewGuid().ToString("N");

    /// <summary>
    /// Those that run now: the first process and its descendants, and whatever else has the mark. Neither alone finds all: a child can
    /// be started with an environment of its own, or outlive its parent. A few milliseconds for hundreds of processes.
    /// </summary>
    public IReadOnlyList<int> FindRunning(int first)
    {
        var marked = ProcTree.All().Where(processId => ProcText.FindVariable(processId, Variable) == Mark);
        return [.. ProcTree.FindFamily(first).Union(marked).Where(ProcStatus.IsRunning)];
    }

    /// <summary>Ends all of them: SIGTERM, then SIGKILL for what still runs after the grace period.</summary>
    public async Task EndAsync(int first)
    {
        var running = FindRunning(first);
        await EndAsync(running, Signals.Terminate, options.EndGrace);
        await EndAsync([.. FindRunning(first).Union(running)], Signals.Kill, KillGrace);
    }

    /// <summary>Sends a signal to a process if we may.</summary>
    public static void TrySend(int processId, int signal)
    {
        try
        {
            Signals.Send(processId, signal);
        }
        catch (Win32Exception)
        {
            return; // it changed to another user (sudo), and only that user can end it
        }
    }

    private async Task EndAsync(IReadOnlyList<int> running, int signal, TimeSpan grace)
    {
        foreach (var processId in running.Where(ProcStatus.IsRunning)) TrySend(processId, signal);

        var start = options.Time.GetTimestamp();
        while (running.Any(ProcStatus.IsRunning) && options.Time.GetElapsedTime(start) < grace)
            await Task.Delay(PollInterval, options.Time);
    }
}
