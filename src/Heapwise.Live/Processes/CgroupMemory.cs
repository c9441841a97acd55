namespace Heapwise.Live.Processes;

/// <summary>
/// The tightest memory limit that applies to a process, and what is used under it (Linux). The limit may be set on any ancestor of its
/// cgroup, so all of them are read. <see cref="UsedBytes"/> leaves out inactive page cache, which the kernel drops before it kills a
/// process.
/// </summary>
public sealed record CgroupMemory(long LimitBytes, long UsedBytes)
{
    public long FreeBytes => Math.Max(0, LimitBytes - UsedBytes);

    /// <summary>The limit with the least room; null where the process has none or it cannot be read.</summary>
    public static CgroupMemory? Find(int processId) => Find(ControlGroup.Of(processId));

    /// <summary>The lowest limit. It need not have the least room: a higher limit may be shared with other processes.</summary>
    public static long? FindLimit(int processId) => FindLimit(ControlGroup.Of(processId));

    internal static CgroupMemory? Find(IEnumerable<ControlGroup> groups) => All(groups).MinBy(found => found.FreeBytes);

    internal static long? FindLimit(IEnumerable<ControlGroup> groups) => All(groups).MinBy(found => found.LimitBytes)?.LimitBytes;

    private static IEnumerable<CgroupMemory> All(IEnumerable<ControlGroup> groups) => groups.Select(Read).OfType<CgroupMemory>();

    private static CgroupMemory? Read(ControlGroup group)
    {
        var (limitName, usedName, inactiveName) = group.IsVersion2
            ? ("memory.max", "memory.current", "inactive_file")
            : ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file");
        const long Unlimited = 1L << 60; // without a limit, version 1 says a number near 2^63 and version 2 the word max
        if (!long.TryParse(group.Read(limitName), out var limit) || limit >= Unlimited) return null;
        if (!long.TryParse(group.Read(usedName), out var used)) return null;
        return new CgroupMemory(limit, Math.Max(0, used - (group.FindNumber("memory.stat", inactiveName) ?? 0)));
    }
}
