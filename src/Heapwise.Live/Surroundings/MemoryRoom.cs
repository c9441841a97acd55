using Heapwise.Live.Processes;

namespace Heapwise.Live.Surroundings;

/// <summary>The memory that heapwise itself can use here.</summary>
/// <param name="CgroupVersion">Of the control groups that limit memory; null where there are none.</param>
/// <param name="Cgroup">The limit with the least room; null where there is none.</param>
/// <param name="TotalBytes">Of the machine; null where it is not known.</param>
/// <param name="AvailableBytes">What programs can still get on the machine without swapping.</param>
public sealed record MemoryRoom(int? CgroupVersion, CgroupMemory? Cgroup, long? TotalBytes, long? AvailableBytes)
{
    /// <summary>What is left under both; null where neither is known.</summary>
    public long? FreeBytes => (Cgroup, AvailableBytes) is ({ FreeBytes: var free }, { } available)
        ? Math.Min(free, available)
        : Cgroup?.FreeBytes ?? AvailableBytes;

    public static MemoryRoom Find()
    {
        if (!OperatingSystem.IsLinux()) return new MemoryRoom(null, null, null, null);
        int? version = ControlGroup.Of(Environment.ProcessId).Select(group => (int?)(group.IsVersion2 ? 2 : 1)).FirstOrDefault();
        return new MemoryRoom(
            version, CgroupMemory.Find(Environment.ProcessId), MachineMemory.FindTotal(), MachineMemory.FindAvailable());
    }
}
