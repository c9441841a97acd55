using System.Globalization;

namespace Heapwise.Live.Processes;

/// <summary>How long processes have run (Linux).</summary>
internal static class ProcTime
{
    private const double TicksPerSecond = 100; // what the kernel shows to programs, whatever it counts itself
    private const int StartField = 19; // starttime, counted from the state behind the name

    /// <summary>Time since the start; zero where the process has gone.</summary>
    public static TimeSpan AgeOf(int processId)
    {
        try
        {
            return Age(File.ReadAllText($"/proc/{processId}/stat"), File.ReadAllText("/proc/uptime"));
        }
        catch (IOException)
        {
            return TimeSpan.Zero;
        }
    }

    internal static TimeSpan Age(string stat, string uptime)
    {
        // The name stands in parentheses and may hold anything, blanks and parentheses too.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var up = double.Parse(uptime.Split(' ')[0], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(Math.Max(0, up - (long.Parse(fields[StartField], CultureInfo.InvariantCulture) / TicksPerSecond)));
    }
}
