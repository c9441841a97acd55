using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Heapwise.Live.Processes;

/// <summary>Unix signals: sending one, and its name for a message.</summary>
public static partial class Signals
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>The signal on which Node opens its inspector. Linux and the BSDs number it differently.</summary>
    public static int User1 => OperatingSystem.IsLinux() ? 10 : 30;

    private const int NoSuchProcess = 3; // ESRCH

    /// <summary>Sends the signal. False when there is no such process.</summary>
    /// <exception cref="Win32Exception">Not permitted.</exception>
    public static bool Send(int processId, int signal)
    {
        // Zero and below would address process groups.
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(processId);
        if (SendNative(processId, signal) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess ? false : throw new Win32Exception(error);
    }

    public static string Name(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        15 => "SIGTERM",
        _ when signal == User1 => "SIGUSR1",
        _ => $"signal {signal}",
    };

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendNative(int processId, int signal);
}
