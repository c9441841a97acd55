using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>What must hold before a running process is touched. Everything here only looks.</summary>
internal static class AttachChecks
{
    /// <exception cref="TargetException">There is no such process, it is not Node, not ours, or out of reach.</exception>
    public static void EnsureReachable(int processId)
    {
        if (!OperatingSystem.IsLinux())
            throw new TargetException("attaching by pid needs Linux. Start the program with --inspect and use --inspect HOST:PORT");
        if (ProcStatus.Find(processId) is not { HasEnded: false } status)
            throw new TargetException($"pid {processId}: no such process. heapwise needs the pid of a running Node program, as ps shows it");
        if (status.UserId != (int)UserId() && !Environment.IsPrivilegedProcess)
            throw new TargetException($"pid {processId} belongs to user {status.UserId}, you are {UserId()}. Run heapwise as that user, or as root");
        if (!ProcText.LooksLikeNode(processId))
            throw new TargetException($"pid {processId} ({ProcText.Command(processId)}) does not look like Node, so it is not signalled. If it is, start it with --inspect and use --inspect HOST:PORT");
        EnsureVisible(processId);
        NetworkNamespace.FindOther(processId)?.Dispose(); // throws where it may not be entered
    }

    /// <exception cref="TargetException">SIGUSR1 would kill the process or do nothing.</exception>
    public static void EnsureSignalIsSafe(int processId)
    {
        if (ProcStatus.Find(processId) is not { } status) throw new TargetExitedException($"pid {processId} has just ended", null, []);
        var signal = Signals.User1;
        const string Instead = "Start it with --inspect=127.0.0.1:0 and use --inspect HOST:PORT";
        if (status.State is 'T' or 't')
            throw new TargetException($"pid {processId} is stopped (by SIGSTOP or a debugger), so its inspector cannot open. Let it go on: kill -CONT {processId}");
        if (status.Catches(signal)) return;
        throw new TargetException(status.Blocks(signal) || status.Ignores(signal)
            ? $"pid {processId} does not listen to SIGUSR1 (--disable-sigusr1, or a parent that ignores it), so its inspector cannot be opened from outside. {Instead}"
            : $"pid {processId} has no handler for SIGUSR1 any more (the program removed its own), so the signal that opens the inspector would kill it. {Instead}");
    }

    /// <summary>Its port is found among its descriptors, which the kernel hides where the process has a right that we have not.</summary>
    private static void EnsureVisible(int processId)
    {
        if (!ProcSockets.CanSee(processId))
            throw new TargetException($"pid {processId} may do what you may not (setcap, another user), so the kernel hides its descriptors and with them its inspector's port. Run heapwise as root with CAP_SYS_PTRACE");
    }

    private static uint UserId() => (uint)(ProcStatus.Find(Environment.ProcessId)?.UserId ?? -1);
}
