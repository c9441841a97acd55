using System.Globalization;

namespace Heapwise.Live.Processes;

/// <summary>How long processes have run (Linux).</summary>
internal static class ProcTime
{
    private const double TicksPerSecond = 100; // the kernel's interface to programs, whatever it counts in itself
    private const int StartField = 19; // starttime, counted from the state, which follows the name

    /// <summary>Time since the process started; zero where it has ended.</summary>
    public static TimeSpan ReadAge(int processId)
    {
        try
        {
            return ParseAge(File.ReadAllText($"/proc/{processId}/stat"), File.ReadAllText("/proc/uptime"));
        }
        catch (IOException)
        {
            return TimeSpan.Zero;
        }
    }

    internal static TimeSpan ParseAge(string stat, string uptime)
    {
        // The name is in parentheses and may contain anything, including spaces and parentheses.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var up = double.Parse(uptime.Split(' ')[0], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(Math.Max(0, up - (long.Parse(fields[StartField], CultureInfo.InvariantCulture) / TicksPerSecond)));
    }
}
