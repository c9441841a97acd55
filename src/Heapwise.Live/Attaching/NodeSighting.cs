using Heapwise.Live.Processes;

namespace Heapwise.Live.Attaching;

/// <summary>A Node process that was seen: what of it never changes (Linux).</summary>
/// <param name="ProcessId">As we see it.</param>
/// <param name="Start">When it started, in the kernel's ticks since the machine did: tells it from a later process with its pid.</param>
/// <param name="ParentId">The process that started it.</param>
/// <param name="Script">The main script as given; null where the command line does not say it.</param>
/// <param name="Command">The command line, shortened where it is long.</param>
/// <param name="Container">The id of its container; empty where it is in none that is visible to us.</param>
public sealed record NodeSighting(int ProcessId, long Start, int ParentId, string? Script, string Command, string Container)
{
    /// <summary>Whether the command line contains the text, in either case.</summary>
    public bool HasInCommandLine(string text) =>
        string.Join(' ', ProcText.ReadArguments(ProcessId)).Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is still that process.</summary>
    public bool IsThere() => ProcTime.FindStart(ProcessId) == Start && ProcStatus.IsRunning(ProcessId);

    internal static NodeSighting? Find(int processId, long start) => ProcStatus.Find(processId) is not { HasEnded: false } status ? null
        : new NodeSighting(
            processId,
            start,
            status.ParentId,
            NodeArguments.FindScript(ProcText.ReadArguments(processId)),
            ProcText.DescribeCommand(processId),
            ContainerId.Of(processId));
}
