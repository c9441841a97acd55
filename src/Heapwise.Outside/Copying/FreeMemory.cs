using System.Globalization;
using Heapwise.Outside.Failures;

namespace Heapwise.Outside.Copying;

/// <summary>How much memory this process may still take.</summary>
internal static class FreeMemory
{
    /// <summary>Bytes that the system has available, or our own control group allows, whichever is less; null if unknown.</summary>
    public static long? Read()
    {
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
        var line = File.Exists("/proc/meminfo")
            ? File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal))
            : null;
        if (line is null) return null;
        var number = line["MemAvailable:".Length..].Trim().Split(' ')[0];
        return Math.Min(limit, long.Parse(number, CultureInfo.InvariantCulture) << 10);
    }

    /// <exception cref="OutsideException">There is no room for so many bytes.</exception>
    public static void Require(long bytes)
    {
        if (Read() is { } available && available < bytes) throw OutsideException.NoRoom(bytes, available);
    }
}
