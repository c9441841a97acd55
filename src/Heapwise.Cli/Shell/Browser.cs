using System.ComponentModel;
using System.Diagnostics;

namespace Heapwise.Cli.Shell;

/// <summary>Opens a link in the browser of the person at this machine.</summary>
internal static class Browser
{
    /// <summary>False where there is no display, as over SSH, or no program that opens links.</summary>
    /// <param name="link">The link.</param>
    /// <param name="variable">Variables of the environment.</param>
    public static bool TryOpen(Uri link, Func<string, string?> variable)
    {
        if (OperatingSystem.IsLinux() && variable("DISPLAY") is null && variable("WAYLAND_DISPLAY") is null) return false;
        if (variable("SSH_CONNECTION") is not null && variable("DISPLAY") is null) return false;
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(link.AbsoluteUri) { UseShellExecute = true }
            : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [link.AbsoluteUri])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
        try
        {
            using var opener = Process.Start(start);
            return true;
        }
        catch (Exception problem) when (problem is Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }
}
