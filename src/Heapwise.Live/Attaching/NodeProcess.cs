using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>A running Node process as <c>/proc</c> shows it (Linux). Looking does not touch the process.</summary>
public sealed record NodeProcess
{
    public required int ProcessId { get; init; }

    /// <summary>What the process calls its pid itself: another one than ours where it runs in a container.</summary>
    public required int OwnProcessId { get; init; }

    public required int UserId { get; init; }

    /// <summary>As Node prints it, <c>v24.21.0</c>, read from the executable; null where it does not tell or cannot be read.</summary>
    public required string? Version { get; init; }

    /// <summary>The main script as given; null for <c>node -e</c> and the prompt, or where the command line cannot be read.</summary>
    public required string? Script { get; init; }

    /// <summary>The command line, cut where it gets long.</summary>
    public required string Command { get; init; }

    public required TimeSpan Age { get; init; }

    public required long RssBytes { get; init; }

    /// <summary><c>--max-old-space-size</c> as given on the command line or in <c>NODE_OPTIONS</c>; null where V8 chose.</summary>
    public required long? HeapLimitBytes { get; init; }

    /// <summary>The tightest memory limit over it, if there is one.</summary>
    public required CgroupMemory? Cgroup { get; init; }

    /// <summary>Where its inspector listens, <c>127.0.0.1:9229</c>; null where it does not, or where that cannot be seen.</summary>
    public required string? Inspector { get; init; }

    /// <summary>Why heapwise cannot attach by pid, as a sentence; null where it can.</summary>
    public required string? Obstacle { get; init; }

    /// <summary>All Node processes that can be seen, oldest first. Cost: about a millisecond each, and 50 for each executable.</summary>
    /// <exception cref="PlatformNotSupportedException">Not on Linux.</exception>
    public static IReadOnlyList<NodeProcess> List()
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("listing processes needs /proc, which only Linux has");
        var versions = new NodeVersions();
        var found = new List<NodeProcess>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var processId) || !ProcText.LooksLikeNode(processId)) continue;
            if (ProcStatus.Find(processId) is { HasEnded: false } status) found.Add(Of(processId, status, versions));
        }

        return [.. found.OrderByDescending(process => process.Age).ThenBy(process => process.ProcessId)];
    }

    /// <summary>The one Node process whose command line contains the text, as the kernel shows it, whatever the case.</summary>
    /// <exception cref="TargetException">None has, or several have: the message lists them.</exception>
    public static NodeProcess FindByName(string text)
    {
        if (!OperatingSystem.IsLinux()) throw new TargetException("finding a process by name needs Linux. Give its inspector: --inspect HOST:PORT");
        NodeProcess[] found = [.. List().Where(process => string.Join(' ', ProcText.Arguments(process.ProcessId)).Contains(text, StringComparison.OrdinalIgnoreCase))];
        return found switch
        {
            [var one] => one,
            [] => throw new TargetException($"no Node process here has '{text}' in its command line. 'heapwise ps' shows what runs"),
            _ => throw new TargetException($"{found.Length} Node processes have '{text}' in their command line: "
                + string.Join(", ", found.Take(8).Select(process => $"{process.ProcessId} ({process.Script ?? process.Command})")) + ". Give the pid of one"),
        };
    }

    private static NodeProcess Of(int processId, ProcStatus status, NodeVersions versions)
    {
        var inspector = InspectorOf(processId);
        return new NodeProcess
        {
            ProcessId = processId,
            OwnProcessId = status.NamespaceIds is [.., var own] ? own : processId,
            UserId = status.UserId,
            Version = versions.Of(processId),
            Script = NodeArguments.ScriptOf(ProcText.Arguments(processId)),
            Command = ProcText.Command(processId),
            Age = ProcTime.AgeOf(processId),
            RssBytes = status.RssBytes,
            HeapLimitBytes = NodeArguments.HeapLimitOf(ProcText.Arguments(processId), ProcText.Variable(processId, "NODE_OPTIONS")),
            Cgroup = CgroupMemory.Find(processId),
            Inspector = inspector,
            Obstacle = ObstacleOf(processId, isOpen: inspector is not null),
        };
    }

    private static string? InspectorOf(int processId)
    {
        try
        {
            var port = InspectorArguments.Of(processId).Port;
            return ProcSockets.Listening(processId).FirstOrDefault(place => place.Port == port)?.ToString();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null; // someone else's: its descriptors are not ours to see
        }
    }

    private static string? ObstacleOf(int processId, bool isOpen)
    {
        try
        {
            AttachChecks.EnsureReachable(processId);
            if (!isOpen) AttachChecks.EnsureSignalIsSafe(processId);
            return null;
        }
        catch (TargetException obstacle)
        {
            return obstacle.Message;
        }
    }
}
