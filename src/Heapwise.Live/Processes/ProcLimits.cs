using System.Globalization;

namespace Heapwise.Live.Processes;

/// <summary>The resource limits of a process, from <c>/proc/PID/limits</c> (Linux).</summary>
public static class ProcLimits
{
    private const string OpenFiles = "Max open files";

    /// <summary>How many descriptors it may have open; null where there is no limit or it cannot be read.</summary>
    public static int? FindMaxOpenFiles(int processId)
    {
        try
        {
            var limits = File.ReadLines($"/proc/{processId}/limits");
            var line = limits.FirstOrDefault(line => line.StartsWith(OpenFiles, StringComparison.Ordinal));
            // "Max open files  SOFT  HARD  files": the name itself is three words.
            return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, ..]
                && int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                    ? limit
                    : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
