namespace Heapwise.Live.Processes;

/// <summary>
/// How often the kernel has killed a process for memory, in the control groups of a process and on the whole machine (Linux). The groups
/// are found while the process runs, and can be read after it has ended.
/// </summary>
internal sealed class MemoryKills
{
    private const string Word = "oom_kill";
    private static readonly ControlGroup Machine = new("/proc", IsVersion2: false);

    private readonly IReadOnlyList<ControlGroup> _groups;
    private readonly long _before;

    private MemoryKills(IReadOnlyList<ControlGroup> groups)
    {
        _groups = groups;
        _before = Count();
    }

    /// <summary>Begins to count.</summary>
    public static MemoryKills Watch(int processId) => Watch(ControlGroup.Of(processId));

    internal static MemoryKills Watch(IEnumerable<ControlGroup> groups) => new([.. groups]);

    /// <summary>Whether something was killed since, the process itself or another one that shares its limit.</summary>
    public bool HasHappened() => Count() > _before;

    private long Count() => _groups.Sum(group => group.FindNumber(group.IsVersion2 ? "memory.events" : "memory.oom_control", Word) ?? 0)
        + (Machine.FindNumber("vmstat", Word) ?? 0);
}
