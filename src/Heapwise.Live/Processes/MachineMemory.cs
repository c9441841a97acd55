namespace Heapwise.Live.Processes;

/// <summary>The memory of this machine in bytes, from <c>/proc/meminfo</c> (Linux); null elsewhere.</summary>
public static class MachineMemory
{
    public static long? FindTotal() => Find("MemTotal:");

    /// <summary>What programs can still get without swapping.</summary>
    public static long? FindAvailable() => Find("MemAvailable:");

    private static long? Find(string field)
    {
        try
        {
            var line = File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
            return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kilobytes, ..] ? long.Parse(kilobytes) << 10 : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
