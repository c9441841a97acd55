using System.Runtime.InteropServices;

namespace Heapwise.Outside.Stopping;

/// <summary>
/// While one of these exists, the system does not tell this process (<c>SIGCHLD</c>) that a thread it traces stands still. The runtime
/// would ask which child that was, be given the stop of a traced one, and take it for its end: a <c>Process</c> of ours would count as
/// exited for ever. It still hears when a child ends. Process-wide; may be nested and used on any thread.
/// </summary>
internal sealed unsafe partial class ChildSignals : IDisposable
{
    private const int ChildSignal = 17;
    private const int NoStops = 1;

    /// <summary>The C library's <c>struct sigaction</c>: a handler, a mask of 128 bytes, flags, and a pointer of its own.</summary>
    private const int ActionBytes = 152;

    private const int FlagsOffset = 136;
    private static readonly Lock Gate = new();
    private static int _holders;
    private static bool _wasQuiet;

    private ChildSignals()
    {
    }

    public static ChildSignals Quiet()
    {
        lock (Gate)
        {
            if (_holders++ == 0) _wasQuiet = SetQuiet(true);
        }

        return new ChildSignals();
    }

    public void Dispose()
    {
        lock (Gate)
        {
            if (--_holders == 0) SetQuiet(_wasQuiet);
        }
    }

    /// <summary>Sets or clears the flag, and leaves the rest of the action as it is. Returns what the flag was.</summary>
    private static bool SetQuiet(bool isQuiet)
    {
        var action = stackalloc byte[ActionBytes];
        if (sigaction(ChildSignal, null, action) != 0) throw new IOException("the action of SIGCHLD cannot be read");
        var flags = (int*)(action + FlagsOffset);
        var wasQuiet = (*flags & NoStops) != 0;
        *flags = isQuiet ? *flags | NoStops : *flags & ~NoStops;
        if (sigaction(ChildSignal, action, null) != 0) throw new IOException("the action of SIGCHLD cannot be changed");
        return wasQuiet;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sigaction(int signal, byte* action, byte* oldAction);
}
