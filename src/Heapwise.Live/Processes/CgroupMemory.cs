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
    public static CgroupMemory? Find(int processId) => Find(ReadText($"/proc/{processId}/cgroup"), "/sys/fs/cgroup");

    /// <summary>The lowest limit. It need not have the least room: a higher limit may be shared with other processes.</summary>
    public static long? FindLimit(int processId) => FindLimit(ReadText($"/proc/{processId}/cgroup"), "/sys/fs/cgroup");

    /// <summary>The same, from the content of <c>/proc/PID/cgroup</c> and the mount point of the hierarchies.</summary>
    internal static CgroupMemory? Find(string membership, string root) => All(membership, root).MinBy(found => found.FreeBytes);

    internal static long? FindLimit(string membership, string root) => All(membership, root).MinBy(found => found.LimitBytes)?.LimitBytes;

    private static IEnumerable<CgroupMemory> All(string membership, string root)
    {
        foreach (var line in membership.Split('\n'))
        {
            // "0::/path" is version 2; "7:cpu,memory:/path" is version 1
            if (line.Split(':', 3) is not [_, var controllers, var path]) continue;
            var isVersion2 = controllers.Length == 0;
            if (!isVersion2 && !controllers.Split(',').Contains("memory")) continue;
            var mount = isVersion2 ? root : Path.Combine(root, "memory");
            foreach (var folder in Ancestors(mount, path))
                if (Read(folder, isVersion2) is { } found) yield return found;
        }
    }

    /// <summary>
    /// The cgroup's folder and those above it, up to the mount. Inside a container the path may exist on the host only; the mount point is
    /// still the container's own.
    /// </summary>
    private static IEnumerable<string> Ancestors(string mount, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Contains("..")) parts = [];
        for (var depth = parts.Length; depth >= 0; depth--) yield return Path.Combine([mount, .. parts[..depth]]);
    }

    private static CgroupMemory? Read(string folder, bool isVersion2)
    {
        var (limitName, usedName, inactiveName) = isVersion2
            ? ("memory.max", "memory.current", "inactive_file")
            : ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file");
        const long Unlimited = 1L << 60; // without a limit, version 1 says a number near 2^63 and version 2 the word max
        if (!long.TryParse(ReadText(Path.Combine(folder, limitName)), out var limit) || limit >= Unlimited) return null;
        if (!long.TryParse(ReadText(Path.Combine(folder, usedName)), out var used)) return null;

        var inactive = ReadText(Path.Combine(folder, "memory.stat")).Split('\n')
            .Select(line => line.Split(' ')).FirstOrDefault(words => words is [var name, _] && name == inactiveName);
        return new CgroupMemory(limit, Math.Max(0, used - (inactive is null ? 0 : long.Parse(inactive[1]))));
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path).TrimEnd('\n');
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
