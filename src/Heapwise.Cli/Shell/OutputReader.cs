using System.Runtime.InteropServices;

namespace Heapwise.Cli.Shell;

/// <summary>
/// Asks the system whether anybody still reads a pipe or socket that we write to. The console's stream drops what nobody reads,
/// without saying so.
/// </summary>
internal static partial class OutputReader
{
    private const short Error = 0x8; // POLLERR: a pipe without a reader, on Linux
    private const short HangUp = 0x10; // POLLHUP: the same on macOS, and of sockets

    public const int StandardOutput = 1;

    /// <summary>True where the reader is gone, as in <c>heapwise top … | head</c>; false for files, and on Windows.</summary>
    public static bool IsGone(int descriptor)
    {
        if (OperatingSystem.IsWindows()) return false;
        var asked = new Descriptor { Number = descriptor };
        return Poll(ref asked, 1, 0) > 0 && (asked.Found & (Error | HangUp)) != 0;
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref Descriptor descriptors, nuint count, int milliseconds);

    /// <summary>C's <c>struct pollfd</c>. Errors and hang-ups are always reported.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Descriptor
    {
        public int Number;
        public short Asked;
        public short Found;
    }
}
