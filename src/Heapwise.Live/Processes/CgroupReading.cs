namespace Heapwise.Live.Processes;

/// <summary>
/// The memory of a process's control groups at one moment, of both versions (Linux). Sizes are those of the group with the least room,
/// which may be an ancestor. Events are those of the process's own group and what is below it.
/// </summary>
public sealed record CgroupReading
{
    /// <summary>Use and limit of the tightest group; null where there is no limit.</summary>
    public required CgroupMemory? Memory { get; init; }

    /// <summary>What the tightest group holds and the kernel cannot drop: memory of programs, and files in memory.</summary>
    public required long? AnonymousBytes { get; init; }

    public required CgroupSigns Signs { get; init; }

    /// <summary>Costs a dozen small reads, fewer where groups are not nested.</summary>
    public static CgroupReading Of(int processId) => Of([.. ControlGroup.Of(processId)]);

    internal static CgroupReading Of(IReadOnlyList<ControlGroup> groups)
    {
        var limited = groups.Select(group => (Group: group, Memory: CgroupMemory.Find([group]))).Where(found => found.Memory is not null)
            .OrderBy(found => found.Memory!.FreeBytes) // those without were left out
            .FirstOrDefault();
        // A group may be listed that exists on the host only: the first one with its events is ours.
        var own = groups.FirstOrDefault(group => group.Read(EventsOf(group)).Length > 0);
        return new CgroupReading
        {
            Memory = limited.Memory,
            AnonymousBytes = limited.Memory is null ? null : FindAnonymous(limited.Group),
            Signs = own.Folder is null ? new CgroupSigns(null, null, null) : SignsOf(own),
        };
    }

    private static CgroupSigns SignsOf(ControlGroup group) => new(
        group.FindNumber(EventsOf(group), "oom_kill"),
        group.IsVersion2 ? group.FindNumber(EventsOf(group), "high") + group.FindNumber(EventsOf(group), "max") : null,
        FindStall(group.Read("memory.pressure")));

    /// <summary>Of <c>some avg10=0.00 avg60=1.25 avg300=0.53 total=…</c>.</summary>
    internal static double? FindStall(string pressure)
    {
        const string Minute = "avg60=";
        var some = pressure.Split('\n').FirstOrDefault(line => line.StartsWith("some ", StringComparison.Ordinal));
        var word = some?.Split(' ').FirstOrDefault(word => word.StartsWith(Minute, StringComparison.Ordinal));
        return word is not null && double.TryParse(
            word.AsSpan(Minute.Length), System.Globalization.CultureInfo.InvariantCulture, out var percent) ? percent / 100 : null;
    }

    private static string EventsOf(ControlGroup group) => group.IsVersion2 ? "memory.events" : "memory.oom_control";

    /// <summary>Version 2 counts the group with all below it; version 1 has a total for that.</summary>
    private static long? FindAnonymous(ControlGroup group)
    {
        var (anonymous, shared) = group.IsVersion2 ? ("anon", "shmem") : ("total_rss", "total_shmem");
        return group.FindNumber("memory.stat", anonymous) + (group.FindNumber("memory.stat", shared) ?? 0);
    }
}

/// <summary>The kernel's own signs that memory is short in a control group; null where it does not say.</summary>
/// <param name="Kills">How many processes it has killed for memory.</param>
/// <param name="Reclaims">How often a process had to wait because the group was above its soft limit, or at its limit.</param>
/// <param name="StallShare">The share of the last minute in which at least one process waited for memory, 0 to 1.</param>
public sealed record CgroupSigns(long? Kills, long? Reclaims, double? StallShare);
