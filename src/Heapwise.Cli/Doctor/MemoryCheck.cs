using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Doctor;

/// <summary>The memory for opening snapshots, which takes about the size of the file.</summary>
internal static class MemoryCheck
{
    private const string Name = "memory";
    private const long LittleBytes = 500_000_000;

    public static IEnumerable<DoctorCheck> Of(DoctorFacts facts)
    {
        var memory = facts.Memory;
        if (memory.FreeBytes is not { } free) yield break;
        var machine = memory is { TotalBytes: { } total, AvailableBytes: { } available }
            ? $"{ByteSize.Format(available)} of {ByteSize.Format(total)} available"
            : "";
        var limit = memory switch
        {
            { CgroupVersion: null } => "no control groups",
            { Cgroup: null } => $"no limit by control groups (version {memory.CgroupVersion})",
            { Cgroup: { } group } => $"{ByteSize.Format(group.FreeBytes)} left of the limit of {ByteSize.Format(group.LimitBytes)} "
                + $"(control groups, version {memory.CgroupVersion})",
        };
        var message = string.Join("; ", new[] { machine, limit }.Where(part => part.Length > 0));
        yield return free >= LittleBytes
            ? DoctorChecks.Ok(Name, message)
            : DoctorChecks.Note(Name, $"{message}: a snapshot of more than about {ByteSize.Format(free)} cannot be opened here");
    }
}
