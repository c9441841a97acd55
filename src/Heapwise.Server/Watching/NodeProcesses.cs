using Heapwise.Analysis.Reports;
using Heapwise.Live.Attaching;

namespace Heapwise.Server.Watching;

/// <summary>The Node processes of this machine as rows of a report. None of them is touched.</summary>
public static class NodeProcesses
{
    /// <summary>The largest first; none where the system does not show them.</summary>
    public static IReadOnlyList<ProcessRow> Find() => OperatingSystem.IsLinux() ? [.. NodeProcess.List().Select(Row)] : [];

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
