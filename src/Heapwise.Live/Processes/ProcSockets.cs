using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Heapwise.Live.Processes;

/// <summary>One row of <c>/proc/PID/net/tcp{,6}</c>.</summary>
internal readonly record struct TcpRow(IPEndPoint Local, int State, long Inode)
{
    public const int Established = 0x01;
    public const int Listen = 0x0A;
}

/// <summary>
/// Which process listens where (Linux): the socket inodes among a process's descriptors, matched with its network namespace's
/// tables. Descriptors can be read for one's own processes, or as root.
/// </summary>
internal static class ProcSockets
{
    /// <summary>Whether the process's descriptors are ours to see. Listing them and reading what they are may be permitted apart.</summary>
    public static bool CanSee(int processId)
    {
        try
        {
            string[] descriptors = Directory.GetFileSystemEntries($"/proc/{processId}/fd");
            return descriptors.Length == 0 || descriptors.Any(descriptor => LinkTarget(descriptor) is not null);
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

    /// <summary>Where the process listens.</summary>
    /// <exception cref="UnauthorizedAccessException">The process belongs to someone else.</exception>
    public static IReadOnlyList<IPEndPoint> Listening(int processId)
    {
        var inodes = SocketInodes(processId);
        return [.. Table(processId).Where(row => row.State == TcpRow.Listen && inodes.Contains(row.Inode)).Select(row => row.Local)];
    }

    /// <summary>All TCP sockets of the process's network namespace.</summary>
    public static IEnumerable<TcpRow> Table(int processId) =>
        new[] { "tcp", "tcp6" }.SelectMany(name => ReadLines($"/proc/{processId}/net/{name}").Skip(1)).Select(ParseRow).OfType<TcpRow>();

    /// <summary>The first process that holds the socket, or null where it cannot be seen.</summary>
    public static int? FindOwner(long inode)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var processId)) continue;
            try
            {
                if (SocketInodes(processId).Contains(inode)) return processId;
            }
            catch (UnauthorizedAccessException)
            {
                continue; // someone else's process: its descriptors are not ours to see
            }
        }

        return null;
    }

    /// <summary>Parses <c>sl local_address rem_address st … uid timeout inode</c>; null for a line that is no row.</summary>
    internal static TcpRow? ParseRow(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 9
            && ParseAddress(words[1]) is { } local
            && int.TryParse(words[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var state)
            && long.TryParse(words[9], out var inode)
                ? new TcpRow(local, state, inode)
                : null;
    }

    /// <summary>The kernel prints addresses as 32-bit words in its own byte order: <c>0100007F:240D</c> is 127.0.0.1:9229.</summary>
    private static IPEndPoint? ParseAddress(string text)
    {
        if (text.Split(':') is not [{ Length: 8 or 32 } address, var port]) return null;
        var bytes = new byte[address.Length / 2];
        for (var word = 0; word < bytes.Length / 4; word++)
        {
            if (!uint.TryParse(address.AsSpan(8 * word, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)) return null;
            if (BitConverter.IsLittleEndian) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * word), value);
            else BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * word), value);
        }

        return int.TryParse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number) ? new IPEndPoint(new IPAddress(bytes), number) : null;
    }

    private static HashSet<long> SocketInodes(int processId)
    {
        HashSet<long> inodes = [];
        try
        {
            foreach (var descriptor in Directory.EnumerateFileSystemEntries($"/proc/{processId}/fd"))
                if (LinkTarget(descriptor) is { } link && link.StartsWith("socket:[", StringComparison.Ordinal) && long.TryParse(link.AsSpan(8, link.Length - 9), out var inode))
                    inodes.Add(inode);
        }
        catch (DirectoryNotFoundException)
        {
            // the process ended: it listens nowhere
            inodes.Clear();
        }

        return inodes;
    }

    private static string? LinkTarget(string path)
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
