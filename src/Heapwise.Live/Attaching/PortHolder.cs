using System.Net;
using Heapwise.Live.Cdp;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>
/// Another process that listens where the target's inspector would open. Node has no fallback port: it would answer the signal with an
/// error message. If the holder is a Node process of the same user with no debugger attached, its inspector can be asked to move.
/// </summary>
internal sealed record PortHolder(int Port, IPAddress Address, int? ProcessId, int WantedBy)
{
    /// <summary>The holder of the port in the target's network; null where the port is free or the target's own.</summary>
    public static PortHolder? Find(int port, int wantedBy)
    {
        foreach (var row in ProcSockets.ReadTable(wantedBy).Where(row => row.State == TcpRow.Listen && row.Local.Port == port))
        {
            var owner = ProcSockets.FindOwner(row.Inode);
            if (owner is null && !ProcSockets.ReadTable(wantedBy).Any(now => now.Inode == row.Inode)) continue; // closed meanwhile
            if (owner != wantedBy) return new PortHolder(port, row.Local.Address, owner, wantedBy);
        }

        return null;
    }

    /// <summary>Whether somebody is connected to the port.</summary>
    public bool HasDebugger => ProcSockets.ReadTable(WantedBy).Any(row => row.State == TcpRow.Established && row.Local.Port == Port);

    /// <summary>Whether it has ended since it was found, so that its port is about to be free.</summary>
    public bool HasEnded => ProcessId is { } holder && !ProcStatus.IsRunning(holder);

    /// <summary>Frees the port by moving the holder's inspector to a free one.</summary>
    /// <exception cref="TargetException">The holder cannot be asked to move; the message says who it is and what to do.</exception>
    public async Task<MovedInspector> MoveAsync(InspectorHttp http, TargetOptions options, CancellationToken cancellation)
    {
        if (ProcessId is not { } holder) throw Refuse("is not visible: it belongs to another user or container");
        if (!options.MayMovePortHolder) throw Refuse("must not be disturbed");
        if (!ProcText.LooksLikeNode(holder)) throw Refuse("is not Node");
        if (ProcStatus.Find(holder)?.UserId != ProcStatus.Find(WantedBy)?.UserId) throw Refuse("belongs to another user");
        if (HasDebugger) throw Refuse("has a debugger attached");
        try
        {
            return await MovedInspector.MoveAsync(holder, Address, Port, http, options, cancellation)
                ?? throw Refuse("uses it for something other than an inspector");
        }
        catch (CdpException problem)
        {
            throw Refuse("does not answer", problem);
        }
    }

    private TargetException Refuse(string why, Exception? inner = null)
    {
        var holder = ProcessId is { } processId ? $"pid {processId} ({ProcText.DescribeCommand(processId)})" : "a process";
        return new TargetException(
            $"port {Port} is taken by {holder}, which {why}, so pid {WantedBy} cannot open its inspector. "
            + "End that process, or start the program with --inspect-port=0", inner);
    }
}
