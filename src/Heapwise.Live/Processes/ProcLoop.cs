using System.Globalization;

namespace Heapwise.Live.Processes;

/// <summary>
/// What the event loops of a Node process wait for, from <c>/proc</c> (Linux). Each loop has an epoll descriptor. On 18 to 26 the first
/// is libuv's own, the second that of Node's scheduler, the third the main thread's; those of its inspector, of its workers and of what
/// it started synchronously come later.
/// </summary>
public static class ProcLoop
{
    private const int OfMainThread = 2;

    /// <summary>
    /// Whether the main thread waits for events now, so that it has handled SIGUSR1 if it was sent. A stopped process is not idle, though
    /// it shows the system call in which it was stopped. False where that is not visible to us.
    /// </summary>
    public static bool IsIdle(int processId) =>
        ProcStatus.Find(processId) is { State: 'S' } status && !status.HasPending(Signals.User1) && WaitsForEvents(processId);

    private static bool WaitsForEvents(int processId) =>
        Read($"/proc/{processId}/syscall").Split(' ') is [_, var first, ..] // the system call and its first argument
        && first.StartsWith("0x", StringComparison.Ordinal)
        && int.TryParse(first.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var descriptor)
        && descriptor == FindMain(processId);

    /// <summary>
    /// Whether the main loop itself waits at the socket, as it does for a server of the program. An inspector has a thread and a loop of
    /// its own.
    /// </summary>
    public static bool IsServedByMain(int processId, long inode)
    {
        if (FindMain(processId) is not { } main) return false;
        var link = $"socket:[{inode}]";
        return ReadWatched(processId, main).Any(descriptor => FindLink($"/proc/{processId}/fd/{descriptor}") == link);
    }

    private static int? FindMain(int processId)
    {
        try
        {
            var loops = Directory.GetFileSystemEntries($"/proc/{processId}/fd")
                .Where(path => FindLink(path) == "anon_inode:[eventpoll]")
                .Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))
                .Order()
                .ToList();
            return loops.Count > OfMainThread ? loops[OfMainThread] : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The descriptors that an epoll descriptor watches.</summary>
    private static List<string> ReadWatched(int processId, int descriptor) =>
    [
        .. Read($"/proc/{processId}/fdinfo/{descriptor}").Split('\n')
            .Where(line => line.StartsWith("tfd:", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]),
    ];

    private static string? FindLink(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null; // closed since it was listed
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
