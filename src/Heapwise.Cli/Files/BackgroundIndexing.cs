using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Heapwise.Cli.Files;

/// <summary>
/// Writes the whole index of a large file after the answer has been given: in a second heapwise at the lowest priority, detached
/// from this terminal, so that nobody waits for it. Does nothing where memory is short, or where this is not the heapwise program.
/// </summary>
internal sealed record BackgroundIndexing(string Path, long FileBytes)
{
    /// <summary>Below this size, opening again is fast enough.</summary>
    private const long MinFileBytes = 128_000_000;

    public void Start()
    {
        if (OperatingSystem.IsWindows() || FileBytes < MinFileBytes || AvailableMemory() < 2 * FileBytes) return;
        if (Environment.ProcessPath is not { } program || System.IO.Path.GetFileName(program) != "heapwise") return;
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("nice -n 19 \"$0\" cache add \"$1\" </dev/null >/dev/null 2>&1 &");
        start.ArgumentList.Add(program);
        start.ArgumentList.Add(System.IO.Path.GetFullPath(Path));
        try
        {
            using var shell = Process.Start(start);
            shell?.WaitForExit();
        }
        catch (Win32Exception)
        {
            // Without a shell there is no index, and the next opening reads the file.
        }
    }

    private static long AvailableMemory()
    {
        if (!File.Exists("/proc/meminfo")) return long.MaxValue;
        var line = File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        var number = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : 0;
    }
}
