using Heapwise.Live.Processes;

namespace Heapwise.Live.Capture;

/// <summary>How much memory and disk is free where a snapshot needs them. Null: not limited, or not known.</summary>
/// <param name="MemoryBytes">Free memory.</param>
/// <param name="MemoryLimit">What limits it, for a message.</param>
/// <param name="DiskBytes">Free disk space.</param>
internal sealed record Headroom(long? MemoryBytes, string MemoryLimit, long? DiskBytes)
{
    /// <summary>Costs a few small reads.</summary>
    public static Headroom Find(int? localProcessId, string folder)
    {
        var (memory, limit) = localProcessId is { } processId && OperatingSystem.IsLinux() ? FindMemory(processId) : (null, "");
        return new Headroom(memory, limit, DiskSpace.FindFree(folder));
    }

    /// <summary>The tightest limit.</summary>
    public static (long? Bytes, string Limit) FindMemory(int processId)
    {
        var machine = MachineMemory.FindAvailable();
        var cgroup = CgroupMemory.Find(processId);
        return cgroup is not null && !(machine < cgroup.FreeBytes)
            ? (cgroup.FreeBytes, $"its memory limit of {Sizes.Format(cgroup.LimitBytes)} (cgroup)")
            : (machine, "this machine's memory");
    }
}
