using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Heapwise.Live.Processes;

/// <summary>
/// Which process listens where (Linux). The socket inodes among the process's descriptors are matched with the tables of its network
/// namespace. Descriptors can be read of one's own processes, or as root.
/// </summary>
internal static class ProcSockets
{
    private const string Socket = "socket:[";
    private static readonly string[] Tables = ["tcp", "tcp6"];

    /// <summary>
    /// Whether the process's descriptors are visible to us. Listing them may be permitted where reading their links is not.
    /// </summary>
    public static bool CanSee(int processId)
    {
        try
        {
            string[] descriptors = Directory.GetFileSystemEntries($"/proc/{processId}/fd");
            return descriptors.Length == 0 || descriptors.Any(descriptor => FindLinkTarget(descriptor) is not null);
        }
        catch (IOException)
        {
            return true; // it has just ended
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <exception cref="UnauthorizedAccessException">The process belongs to another user.</exception>
    public static IReadOnlyList<IPEndPoint> ReadListening(int processId) => [.. ReadListeningRows(processId).Select(row => row.Local)];

    /// <exception cref="UnauthorizedAccessException">The process belongs to another user.</exception>
    public static IReadOnlyList<TcpRow> ReadListeningRows(int processId)
    {
        var inodes = ReadSocketInodes(processId);
        return [.. ReadTable(processId).Where(row => row.State == TcpRow.Listen && inodes.Contains(row.Inode))];
    }

    /// <summary>
    /// The paths at which the process listens for connections through Unix sockets, as seen from here; abstract names are left out.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException">The process belongs to another user.</exception>
    public static IReadOnlyList<string> ReadListeningPaths(int processId)
    {
        var inodes = ReadSocketInodes(processId);
        var rows = ReadLines($"/proc/{processId}/net/unix").Skip(1).Select(ParseUnixRow);
        return [.. rows.Where(row => inodes.Contains(row.Inode)).Select(row => FindPath(processId, row.Path)).OfType<string>()];
    }

    /// <summary>All TCP sockets of the process's network namespace.</summary>
    public static IEnumerable<TcpRow> ReadTable(int processId) =>
        Tables.SelectMany(name => ReadLines($"/proc/{processId}/net/{name}").Skip(1)).Select(ParseRow).OfType<TcpRow>();

    /// <summary>The first process that holds the socket, or null where none is visible to us.</summary>
    public static int? FindOwner(long inode) => FindOwner(inode, ProcTree.All());

    /// <summary>The first of these processes that holds the socket; null where none of them visibly does.</summary>
    public static int? FindOwner(long inode, IEnumerable<int> among)
    {
        foreach (var processId in among)
        {
            try
            {
                if (ReadSocketInodes(processId).Contains(inode)) return processId;
            }
            catch (UnauthorizedAccessException)
            {
                continue; // another user's process
            }
        }

        return null;
    }

    /// <summary>Parses <c>sl local_address rem_address st … uid timeout inode</c>; null for a line that is not a row.</summary>
    internal static TcpRow? ParseRow(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 9
            && ParseAddress(words[1]) is { } local
            && ParseAddress(words[2]) is { } remote
            && int.TryParse(words[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var state)
            && long.TryParse(words[9], out var inode)
                ? new TcpRow(local, remote, state, inode)
                : null;
    }

    /// <summary>Parses <c>Num RefCount Protocol Flags Type St Inode Path</c>; inode 0 for what does not listen or has no path.</summary>
    internal static (long Inode, string Path) ParseUnixRow(string line)
    {
        const int AcceptsConnections = 0x10000; // __SO_ACCEPTCON
        var words = line.Split(' ', 8, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 8
            && words[7][0] != '@'
            && long.TryParse(words[6], out var inode)
            && int.TryParse(words[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var flags)
            && (flags & AcceptsConnections) != 0
                ? (inode, words[7])
                : (0, "");
    }

    /// <summary>
    /// The file as we can open it, also where the process has other folders mounted than we: a socket of the same path here is another
    /// program's. Null where there is none.
    /// </summary>
    private static string? FindPath(int processId, string path)
    {
        var own = Path.IsPathRooted(path) ? path : Path.Combine(FindLinkTarget($"/proc/{processId}/cwd") ?? "/", path);
        var seesAsWe = FindLinkTarget($"/proc/{processId}/ns/mnt") == FindLinkTarget("/proc/self/ns/mnt")
            && FindLinkTarget($"/proc/{processId}/root") == "/";
        var seen = seesAsWe ? own : $"/proc/{processId}/root{own}";
        return File.Exists(seen) ? seen : null;
    }

    /// <summary>The kernel prints addresses as 32-bit words in its own byte order: <c>0100007F:240D</c> is 127.0.0.1:9229.</summary>
    private static IPEndPoint? ParseAddress(string text)
    {
        if (text.Split(':') is not [{ Length: 8 or 32 } address, var port]) return null;
        var bytes = new byte[address.Length / 2];
        for (var word = 0; word < bytes.Length / 4; word++)
        {
            var digits = address.AsSpan(8 * word, 8);
            if (!uint.TryParse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)) return null;
            if (BitConverter.IsLittleEndian) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * word), value);
            else BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * word), value);
        }

        return int.TryParse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number)
            ? new IPEndPoint(new IPAddress(bytes), number)
            : null;
    }

    private static HashSet<long> ReadSocketInodes(int processId)
    {
        HashSet<long> inodes = [];
        try
        {
            foreach (var descriptor in Directory.EnumerateFileSystemEntries($"/proc/{processId}/fd"))
                if (FindLinkTarget(descriptor) is { } link && ParseSocket(link) is { } inode) inodes.Add(inode);
        }
        catch (DirectoryNotFoundException)
        {
            inodes.Clear(); // the process ended: it listens nowhere
        }

        return inodes;
    }

    /// <summary>The inode in <c>socket:[12345]</c>; null for a link to anything else.</summary>
    private static long? ParseSocket(string link) =>
        link.StartsWith(Socket, StringComparison.Ordinal) && long.TryParse(link.AsSpan(Socket.Length..^1), out var inode) ? inode : null;

    private static string? FindLinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            return null; // closed since it was listed
        }
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (IOException)
        {
            return []; // no IPv6, or the process ended
        }
    }
}
