using System.Net;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>
/// Another process that listens where the target's inspector would open. Node has no fallback port: it would answer the signal with an
/// error message.
/// </summary>
internal sealed record PortHolder(int Port, IPAddress Address, int? ProcessId, int WantedBy)
{
    private long _socket;

    /// <summary>The holder of the port in the target's network; null where the port is free or the target's own.</summary>
    public static PortHolder? Find(int port, int wantedBy)
    {
        foreach (var row in ProcSockets.ReadTable(wantedBy).Where(row => row.State == TcpRow.Listen && row.Local.Port == port))
        {
            var owner = ProcSockets.FindOwner(row.Inode);
            if (owner is null && !ProcSockets.ReadTable(wantedBy).Any(now => now.Inode == row.Inode)) continue; // closed meanwhile
            if (owner != wantedBy) return new PortHolder(port, row.Local.Address, owner, wantedBy) { _socket = row.Inode };
        }

        return null;
    }

    /// <summary>Whether it has ended since it was found, so that its port is about to be free.</summary>
    public bool HasEnded => ProcessId is { } holder && !ProcStatus.IsRunning(holder);

    public string Name => ProcessId is { } holder ? $"pid {holder} ({ProcText.DescribeCommand(holder)})" : "a process";

    /// <summary>Why it cannot be asked to move its inspector; null where it can.</summary>
    public string? FindObstacle()
    {
        if (ProcessId is not { } holder) return "is not visible: it belongs to another user or container";
        if (!ProcText.LooksLikeNode(holder)) return "is not Node";
        if (ProcLoop.IsServedByMain(holder, _socket)) return "has a server of its own there";
        if (ProcStatus.Find(holder)?.UserId != ProcStatus.Find(WantedBy)?.UserId) return "belongs to another user";
        return HasDebugger ? "has a debugger attached" : null;
    }

    /// <summary>The refusal to attach because of it.</summary>
    public TargetException Refuse(string? why, Exception? inner = null)
    {
        var advice = why is null ? "With --move-inspector, heapwise moves that inspector to another port for a moment. Or end" : "End";
        return new TargetException(
            $"port {Port} is taken by {Name}{(why is null ? "" : $", which {why}")}, so pid {WantedBy} cannot open its inspector. "
            + $"{advice} that process, or start the program with --inspect-port=0", inner);
    }

    /// <summary>Whether somebody is connected to the port.</summary>
    private bool HasDebugger => ProcSockets.ReadTable(WantedBy).Any(row => row.State == TcpRow.Established && row.Local.Port == Port);
}
