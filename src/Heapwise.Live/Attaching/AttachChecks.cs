using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>What must hold before a running process is touched. Nothing here touches it.</summary>
internal static class AttachChecks
{
    private const string StartWithInspector = "Start it with --inspect=127.0.0.1:0 and use --inspect HOST:PORT";

    /// <exception cref="TargetException">There is no such process, it is not Node, not ours, or out of reach.</exception>
    public static void EnsureReachable(int processId)
    {
        if (!OperatingSystem.IsLinux())
            throw new TargetException("attaching by pid needs Linux. Start the program with --inspect and use --inspect HOST:PORT");
        if (ProcStatus.Find(processId) is not { HasEnded: false } status)
            throw new TargetException(
                $"pid {processId}: no such process. heapwise needs the pid of a running Node program, as ps shows it");
        if (status.UserId != ReadUserId() && !Environment.IsPrivilegedProcess)
            throw new ObstacleException(
                processId, $"belongs to user {status.UserId}, you are {ReadUserId()}. Run heapwise as that user, or as root");
        if (!ProcText.LooksLikeNode(processId))
            throw new ObstacleException(
                processId, $"({ProcText.DescribeCommand(processId)}) does not look like Node, so it is not signalled. "
                + "If it is, start it with --inspect and use --inspect HOST:PORT");
        EnsureDescriptorsAreVisible(processId);
        NetworkNamespace.FindOther(processId)?.Dispose(); // throws where it may not be entered
    }

    /// <exception cref="TargetException">SIGUSR1 would kill the process or do nothing.</exception>
    public static void EnsureSignalIsSafe(int processId)
    {
        if (ProcStatus.Find(processId) is not { } status) throw new TargetExitedException($"pid {processId} has just ended", null, []);
        var signal = Signals.User1;
        if (status.State is 'T' or 't')
            throw new ObstacleException(
                processId, "is stopped (by SIGSTOP or a debugger), so its inspector cannot open. "
                + $"Let it continue: kill -CONT {processId}");
        if (status.Catches(signal)) return;
        throw new ObstacleException(processId, status.Blocks(signal) || status.Ignores(signal)
            ? "does not listen to SIGUSR1 (--disable-sigusr1, or a parent that ignores it), "
                + $"so its inspector cannot be opened from outside. {StartWithInspector}"
            : "no longer handles SIGUSR1 (the program removed its own handler), "
                + $"so the signal that opens the inspector would kill it. {StartWithInspector}");
    }

    /// <summary>
    /// The inspector's port is found among the descriptors. The kernel hides them where the process has a privilege that we lack.
    /// </summary>
    private static void EnsureDescriptorsAreVisible(int processId)
    {
        if (!ProcSockets.CanSee(processId))
            throw new ObstacleException(
                processId, "has privileges that you do not have (setcap, another user), so the kernel hides its descriptors "
                + "and with them its inspector's port. Run heapwise as root with CAP_SYS_PTRACE");
    }

    private static int ReadUserId() => ProcStatus.Find(Environment.ProcessId)?.UserId ?? -1;
}
