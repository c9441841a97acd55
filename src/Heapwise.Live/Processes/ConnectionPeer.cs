using System.Net;

namespace Heapwise.Live.Processes;

/// <summary>
/// Which process of this machine has the other end of one of our TCP connections (Linux). While a connection waits to be accepted nobody
/// has it; a cluster's primary has it for a moment before it hands it to a worker.
/// </summary>
public static class ConnectionPeer
{
    /// <summary>The process among these; null where none of them has it.</summary>
    /// <param name="local">Our end.</param>
    /// <param name="remote">The other end.</param>
    /// <param name="among">Pids.</param>
    public static int? Find(IPEndPoint local, IPEndPoint remote, IEnumerable<int> among) =>
        FindSocket(local, remote) is { } inode ? ProcSockets.FindOwner(inode, among) : null;

    /// <summary>The process, whichever it is; null where it is not on this machine or not visible to us. Looks at all processes.</summary>
    public static int? Find(IPEndPoint local, IPEndPoint remote) =>
        FindSocket(local, remote) is { } inode ? ProcSockets.FindOwner(inode) : null;

    /// <summary>Its command line, for a message.</summary>
    public static string Describe(int processId) => $"pid {processId} ({ProcText.DescribeCommand(processId)})";

    private static long? FindSocket(IPEndPoint local, IPEndPoint remote)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var (ours, theirs) = (Plain(local), Plain(remote));
        var rows = ProcSockets.ReadTable(Environment.ProcessId);
        var row = rows.FirstOrDefault(row => row.Inode != 0 && Plain(row.Local).Equals(theirs) && Plain(row.Remote).Equals(ours));
        return row.Inode == 0 ? null : row.Inode;
    }

    /// <summary>A socket for both versions of IP writes an address of version 4 as one of version 6.</summary>
    private static IPEndPoint Plain(IPEndPoint address) =>
        address.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(address.Address.MapToIPv4(), address.Port) : address;
}
