using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>A running Node process as <c>/proc</c> shows it (Linux). Listing it does not touch the process.</summary>
public sealed record NodeProcess
{
    private const int MaxNamed = 8;

    public required int ProcessId { get; init; }

    /// <summary>The pid that the process itself sees: different from ours where it runs in a container.</summary>
    public required int OwnProcessId { get; init; }

    /// <summary>The closest Node process that it descends from, through shells and the like; null where there is none.</summary>
    public required int? ParentId { get; init; }

    public required int UserId { get; init; }

    /// <summary>
    /// As Node prints it, <c>v24.21.0</c>, read from the executable; null where it cannot be read or does not contain it.
    /// </summary>
    public required string? Version { get; init; }

    /// <summary>The main script as given; null for <c>node -e</c> and the prompt, or where the command line cannot be read.</summary>
    public required string? Script { get; init; }

    /// <summary>The command line, shortened where it is long.</summary>
    public required string Command { get; init; }

    public required TimeSpan Age { get; init; }

    public required NodeProcessMemory Memory { get; init; }

    public required NodeProcessInspector Inspector { get; init; }

    /// <summary>The names of its worker threads, cut off by the kernel; null before Node 24, where threads have no names.</summary>
    public required IReadOnlyList<string>? WorkerThreads { get; init; }

    /// <summary>
    /// All Node processes that are visible, those with the most memory first, without those that run only to run us (npx). Costs
    /// about a millisecond each, and 50 ms for each executable.
    /// </summary>
    /// <exception cref="PlatformNotSupportedException">Not on Linux.</exception>
    public static IReadOnlyList<NodeProcess> List()
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("listing processes needs /proc, which only Linux has");
        var versions = new NodeVersions();
        var all = new Dictionary<int, ProcStatus>();
        foreach (var processId in ProcTree.All())
            if (ProcStatus.Find(processId) is { HasEnded: false } status) all.Add(processId, status);
        var nodes = all.Keys.Where(ProcText.LooksLikeNode).ToHashSet();
        var found = nodes.Except(FindLaunchers()).Select(processId => Read(processId, all[processId], FindParent(processId), versions))
            .Where(process => process.Inspector.Obstacle is null || ProcStatus.IsRunning(process.ProcessId)) // it may have ended meanwhile
            .ToList();
        return [.. found.OrderByDescending(process => process.Memory.RssBytes).ThenBy(process => process.ProcessId)];

        int? FindParent(int processId)
        {
            var parent = all[processId].ParentId;
            while (all.ContainsKey(parent) && !nodes.Contains(parent)) parent = all[parent].ParentId;
            return nodes.Contains(parent) ? parent : null;
        }

        // What we descend from, up to a program or a shell that does not run one command only. We may see another /proc than our own.
        IEnumerable<int> FindLaunchers()
        {
            var parent = all.GetValueOrDefault(Environment.ProcessId)?.ParentId ?? 0;
            for (; all.ContainsKey(parent) && (nodes.Contains(parent) || RunsOneCommand(parent)); parent = all[parent].ParentId)
                yield return parent;
        }
    }

    private static bool RunsOneCommand(int processId) => ProcText.ReadArguments(processId) is [_, "-c", ..];

    /// <summary>The only Node process whose command line contains the text, in either case.</summary>
    /// <exception cref="TargetException">There is none, or there are several: the message lists them.</exception>
    public static NodeProcess FindByName(string text)
    {
        if (!OperatingSystem.IsLinux())
            throw new TargetException("finding a process by name needs Linux. Give its inspector: --inspect HOST:PORT");
        NodeProcess[] found = [.. List().Where(process => HasInCommandLine(process.ProcessId, text))];
        return found switch
        {
            [var one] => one,
            [] => throw new TargetException($"no Node process here has '{text}' in its command line. 'heapwise ps' lists those that run"),
            _ => throw new TargetException(
                $"{found.Length} Node processes have '{text}' in their command line: "
                + string.Join(", ", found.Take(MaxNamed).Select(process => $"{process.ProcessId} ({process.Script ?? process.Command})"))
                + ". Give the pid of one"),
        };
    }

    private static bool HasInCommandLine(int processId, string text) =>
        string.Join(' ', ProcText.ReadArguments(processId)).Contains(text, StringComparison.OrdinalIgnoreCase);

    private static NodeProcess Read(int processId, ProcStatus status, int? parentId, NodeVersions versions)
    {
        var arguments = ProcText.ReadArguments(processId);
        return new NodeProcess
        {
            ProcessId = processId,
            OwnProcessId = status.NamespaceIds is [.., var own] ? own : processId,
            ParentId = parentId,
            UserId = status.UserId,
            Version = versions.Find(processId),
            Script = NodeArguments.FindScript(arguments),
            Command = ProcText.DescribeCommand(processId),
            Age = ProcTime.ReadAge(processId),
            Memory = new NodeProcessMemory(
                status.RssBytes,
                NodeArguments.FindHeapLimit(arguments, ProcText.FindVariable(processId, "NODE_OPTIONS")),
                CgroupMemory.Find(processId)),
            Inspector = NodeProcessInspector.Read(processId),
            WorkerThreads = ProcThreads.FindWorkers(processId),
        };
    }
}
