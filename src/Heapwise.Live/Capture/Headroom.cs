using Heapwise.Live.Processes;

namespace Heapwise.Live.Capture;

/// <summary>How much memory and disk is free where a snapshot needs them. Null: not limited, or not to be seen.</summary>
internal sealed record Headroom(long? MemoryBytes, string MemoryLimit, long? DiskBytes)
{
    /// <summary>Looks; costs a few small reads.</summary>
    public static Headroom Find(int? localProcessId, string folder)
    {
        var (memory, limit) = localProcessId is { } processId && OperatingSystem.IsLinux() ? FindMemory(processId) : (null, "");
        return new Headroom(memory, limit, FindDisk(folder));
    }

    private static (long? Bytes, string Limit) FindMemory(int processId)
    {
        var machine = FindMemory("MemAvailable:");
        var cgroup = CgroupMemory.Find(processId);
        return cgroup is not null && !(machine < cgroup.FreeBytes)
            ? (cgroup.FreeBytes, $"its memory limit of {Sizes.Format(cgroup.LimitBytes)} (cgroup)")
            : (machine, "this machine's memory");
    }

    /// <summary>All memory of this machine.</summary>
    public static long? FindMachineMemory() => FindMemory("MemTotal:");

    private static long? FindMemory(string field)
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

    public static long? FindDisk(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception problem) when (problem is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
