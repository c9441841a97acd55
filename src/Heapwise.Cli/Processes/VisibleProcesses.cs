using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Formatting;
using Heapwise.Live.Attaching;

namespace Heapwise.Cli.Processes;

/// <summary>The Node processes of this machine as rows of a report. None of them is touched.</summary>
internal static class VisibleProcesses
{
    /// <summary>The largest first; none where the system does not show them.</summary>
    public static IReadOnlyList<ProcessRow> Find() => OperatingSystem.IsLinux() ? [.. NodeProcess.List().Select(Row)] : [];

    /// <summary>What a person calls it: the file of its script, or its command line.</summary>
    public static string NameOf(ProcessRow process) =>
        SafeText.OneLine(process.Script is { } script ? Path.GetFileName(script) : process.Command);

    /// <summary>Version and size, to tell it from others of that name.</summary>
    public static string FiguresOf(ProcessRow process) => $"{process.Version}, {ByteSize.Format(process.RssBytes)}";

    private static ProcessRow Row(NodeProcess process) => new()
    {
        Pid = process.ProcessId,
        OwnPid = process.OwnProcessId,
        ParentPid = process.ParentId,
        UserId = process.UserId,
        Version = process.Version,
        Script = process.Script,
        Command = process.Command,
        WorkerThreads = process.WorkerThreads,
        AgeSeconds = Math.Round(process.Age.TotalSeconds, 1),
        RssBytes = process.Memory.RssBytes,
        HeapLimitBytes = process.Memory.HeapLimitBytes,
        CgroupLimitBytes = process.Memory.Cgroup?.LimitBytes,
        CgroupUsedBytes = process.Memory.Cgroup?.UsedBytes,
        Inspector = process.Inspector.Address,
        CanAttach = process.Inspector.Obstacle is null,
        Obstacle = process.Inspector.Obstacle?.Sentence,
        ObstacleReason = process.Inspector.Obstacle?.Reason,
    };
}
