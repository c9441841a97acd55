using System.Net;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>
/// One Node process of a program that may have several: a cluster, a supervisor and its server, a process manager and what it manages
/// (Linux). Finding it does not touch it.
/// </summary>
public sealed record ProgramProcess
{
    /// <summary>Set by <c>cluster.fork</c> in the environment that a worker is started with.</summary>
    private const string ClusterVariable = "NODE_UNIQUE_ID";

    /// <summary>Where Linux begins to choose ports by itself.</summary>
    private const int FirstEphemeralPort = 32_768;

    public required int ProcessId { get; init; }

    public required int ParentId { get; init; }

    /// <summary>Whether <c>cluster.fork</c> started it, so that its connections come from its parent.</summary>
    public required bool IsClusterWorker { get; init; }

    /// <summary>The main script as given; null where the command line does not say it.</summary>
    public required string? Script { get; init; }

    /// <summary>Script and arguments: equal for the workers of a pool.</summary>
    public required string Program { get; init; }

    /// <summary>Whether both run the same program for the same parent, so that one of them stands for the other.</summary>
    public bool IsLike(ProgramProcess other) => ParentId == other.ParentId && Program == other.Program;

    /// <summary>The Node processes among these, in the same order; none where there is no <c>/proc</c>.</summary>
    public static IReadOnlyList<ProgramProcess> Among(IEnumerable<int> processIds) =>
        OperatingSystem.IsLinux() ? [.. processIds.Where(ProcText.LooksLikeNode).Select(Find).OfType<ProgramProcess>()] : [];

    /// <summary>The process, if it is Node, and its descendants that are.</summary>
    public static IReadOnlyList<ProgramProcess> FindFamily(int processId) =>
        OperatingSystem.IsLinux() ? Among(ProcTree.FindFamily(processId)) : [];

    /// <summary>Where it listens, except for its inspector; nowhere where that is not visible to us.</summary>
    public IReadOnlyList<IPEndPoint> FindServers()
    {
        try
        {
            var inspector = InspectorArguments.Read(ProcessId);
            var opened = new OpenedInspectors(StateFolder.Default).Find(ProcessId)?.Port; // by heapwise, at a free port
            var all = ProcSockets.ReadListeningRows(ProcessId)
                .Where(row => row.Local.Port != inspector.Port && row.Local.Port != opened).ToList();
            if (inspector is not { IsOpenedAtStart: true, Port: 0 }) return [.. all.Select(row => row.Local)];
            // The inspector is at a port that the system chose, and so may be servers of the program: those of its main loop are known.
            var chosen = all.Where(row => row.Local.Port >= FirstEphemeralPort && IPAddress.IsLoopback(row.Local.Address)).ToList();
            var served = chosen.Where(row => ProcLoop.IsServedByMain(ProcessId, row.Inode)).ToList();
            if (served.Count == 0 && chosen.Count == all.Count && chosen.Count > 1) served = chosen;
            return [.. all.Except(chosen).Concat(served).Select(row => row.Local)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The Unix sockets at which it listens; none where that is not visible to us.</summary>
    public IReadOnlyList<string> FindUnixSockets()
    {
        try
        {
            return ProcSockets.ReadListeningPaths(ProcessId);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Whether its network is not ours, as in a container: its ports are not the ports of this machine.</summary>
    public bool HasOtherNetwork()
    {
        try
        {
            return new FileInfo($"/proc/{ProcessId}/ns/net").LinkTarget is { } theirs
                && new FileInfo("/proc/self/ns/net").LinkTarget is { } ours && theirs != ours;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false; // ended, or not visible to us
        }
    }

    /// <summary>What all its threads have computed so far.</summary>
    public TimeSpan ReadProcessorTime() => ProcTime.ReadProcessorTime(ProcessId);

    private static ProgramProcess? Find(int processId)
    {
        if (ProcStatus.Find(processId) is not { HasEnded: false } status) return null;
        var arguments = ProcText.ReadArguments(processId);
        var script = NodeArguments.FindScript(arguments);
        return new ProgramProcess
        {
            ProcessId = processId,
            ParentId = status.ParentId,
            IsClusterWorker = ProcText.FindVariable(processId, ClusterVariable) is not null,
            Script = script,
            // Node's own options differ between workers of one pool: each has an inspector port of its own.
            Program = string.Join(' ', script is null ? arguments : arguments.SkipWhile(word => word != script)),
        };
    }
}
