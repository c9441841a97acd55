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

    /// <summary>Ends all of them: SIGTERM, then SIGKILL for what still runs after the grace period.</summary>
    public async Task EndAsync()
    {
        await EndAsync(Signals.Terminate, options.EndGrace);
        await EndAsync(Signals.Kill, KillGrace);
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

    private async Task EndAsync(int signal, TimeSpan grace)
    {
        var marked = FindRunning();
        foreach (var processId in marked) TrySend(processId, signal);

        var start = options.Time.GetTimestamp();
        while (marked.Exists(ProcStatus.IsRunning) && options.Time.GetElapsedTime(start) < grace)
            await Task.Delay(PollInterval, options.Time);
    }

    /// <summary>A few milliseconds for hundreds of processes.</summary>
    private List<int> FindRunning() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var processId) ? processId : 0)
            .Where(processId => processId > 0 && ProcText.FindVariable(processId, Variable) == Mark && ProcStatus.IsRunning(processId)),
    ];
}
