using System.Globalization;

namespace Heapwise.Live.Processes;

/// <summary>How long processes have run, and how much they computed (Linux).</summary>
public static class ProcTime
{
    private const double TicksPerSecond = 100; // the kernel's interface to programs, whatever it counts in itself
    private const int StartField = 19; // starttime, counted from the state, which follows the name
    private const int UserField = 11; // utime; stime is the next

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

    /// <summary>Time since one of its threads started; zero where it has ended.</summary>
    public static TimeSpan ReadAge(int processId, int threadId)
    {
        try
        {
            return ParseAge(File.ReadAllText($"/proc/{processId}/task/{threadId}/stat"), File.ReadAllText("/proc/uptime"));
        }
        catch (IOException)
        {
            return TimeSpan.Zero;
        }
    }

    /// <summary>When the process started, in the kernel's ticks since the machine did; null where there is no such process.</summary>
    public static long? FindStart(int processId) => FindStart($"/proc/{processId}/stat");

    /// <summary>The same for one of its threads.</summary>
    public static long? FindStart(int processId, int threadId) => FindStart($"/proc/{processId}/task/{threadId}/stat");

    /// <summary>
    /// The time that all threads of the process have spent on a processor: to the nanosecond where the kernel says so, for a few requests
    /// take less than one of its ticks of 10 ms. Zero where the process has ended.
    /// </summary>
    public static TimeSpan ReadProcessorTime(int processId)
    {
        try
        {
            var threads = Directory.GetDirectories($"/proc/{processId}/task").Select(FindThreadTime).ToList();
            if (threads.Count > 0 && threads.TrueForAll(time => time is not null))
                return TimeSpan.FromTicks(threads.Sum(time => time!.Value.Ticks)); // none is null
            var fields = Fields(File.ReadAllText($"/proc/{processId}/stat"));
            return TimeSpan.FromSeconds((Number(fields[UserField]) + Number(fields[UserField + 1])) / TicksPerSecond);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return TimeSpan.Zero;
        }
    }

    /// <summary>
    /// The same in two parts, to a tick of the kernel's: the program's own code, and the kernel's for it. Null where it has ended.
    /// </summary>
    public static (TimeSpan User, TimeSpan System)? FindProcessorTimes(int processId)
    {
        try
        {
            var fields = Fields(File.ReadAllText($"/proc/{processId}/stat"));
            return (Time(fields[UserField]), Time(fields[UserField + 1]));
        }
        catch (IOException)
        {
            return null;
        }

        static TimeSpan Time(string ticks) => TimeSpan.FromSeconds(Number(ticks) / TicksPerSecond);
    }

    /// <summary>The time that the main thread has spent on a processor; null where it has ended or the kernel does not say.</summary>
    public static TimeSpan? FindMainThread(int processId) => FindThread(processId, processId);

    /// <summary>The same for any of its threads.</summary>
    public static TimeSpan? FindThread(int processId, int threadId)
    {
        try
        {
            return FindThreadTime($"/proc/{processId}/task/{threadId}");
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static TimeSpan ParseAge(string stat, string uptime)
    {
        var fields = Fields(stat);
        var up = double.Parse(uptime.Split(' ')[0], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(Math.Max(0, up - (Number(fields[StartField]) / TicksPerSecond)));
    }

    private static long? FindStart(string stat)
    {
        try
        {
            return Number(Fields(File.ReadAllText(stat))[StartField]);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The first of the three numbers in <c>schedstat</c>; null where the kernel does not keep them.</summary>
    private static TimeSpan? FindThreadTime(string folder)
    {
        try
        {
            var words = File.ReadAllText(Path.Combine(folder, "schedstat")).Split(' ');
            return TimeSpan.FromTicks(Number(words[0]) / TimeSpan.NanosecondsPerTick);
        }
        catch (IOException)
        {
            return Directory.Exists(folder) ? null : TimeSpan.Zero; // the thread has just ended
        }
    }

    /// <summary>Those after the name, which is in parentheses and may contain anything, including spaces and parentheses.</summary>
    private static string[] Fields(string stat) =>
        stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
