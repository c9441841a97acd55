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
        var own = ProcStatus.Find(Environment.ProcessId);
        if (status.UserId != own?.UserId && !Environment.IsPrivilegedProcess)
            throw new ObstacleException(
                processId, $"belongs to user {status.UserId}, you are {own?.UserId}. Run heapwise as that user, or as root");
        if (!ProcText.LooksLikeNode(processId))
            throw new ObstacleException(
                processId, $"({ProcText.DescribeCommand(processId)}) does not look like Node, so it is not signalled. "
                + "If it is, start it with --inspect and use --inspect HOST:PORT");
        EnsureDescriptorsAreVisible(processId, status, own);
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
    /// The inspector's port is found among the descriptors. The kernel hides them where the process has a privilege that we lack, and
    /// where its group is not ours, as in a container that was given a user alone.
    /// </summary>
    private static void EnsureDescriptorsAreVisible(int processId, ProcStatus status, ProcStatus? own)
    {
        if (ProcSockets.CanSee(processId)) return;
        const string Hidden = "so the kernel hides its descriptors and with them its inspector's port";
        throw new ObstacleException(
            processId, status.UserId == own?.UserId && status.GroupId != own.GroupId
                ? $"belongs to group {status.GroupId}, you are in group {own.GroupId}, {Hidden}. Run heapwise as user and group "
                    + $"{status.UserId}:{status.GroupId} (for a container: --user {status.UserId}:{status.GroupId}), "
                    + "or as root with CAP_SYS_PTRACE"
                : $"has privileges that you do not have (setcap, another user), {Hidden}. Run heapwise as root with CAP_SYS_PTRACE");
    }
}
