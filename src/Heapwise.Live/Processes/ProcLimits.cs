using System.Globalization;

namespace Heapwise.Live.Processes;

/// <summary>What the system allows a process (Linux).</summary>
public static class ProcLimits
{
    /// <summary>How many descriptors it may have open; null where that is not limited or cannot be read.</summary>
    public static int? OpenFiles(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/limits").FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
            return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, ..] && int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
