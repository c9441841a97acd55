using System.Globalization;
using Heapwise.Live.Attaching;

namespace Heapwise.Guard.Targets;

/// <summary>Which process, among all hosts, containers and times.</summary>
/// <param name="Host">The name of its machine or pod.</param>
/// <param name="Boot">When that machine started, as a short id: pids and times begin anew then.</param>
/// <param name="Node">The process.</param>
public sealed record TargetIdentity(string Host, string Boot, NodeSighting Node)
{
    /// <summary>Unique over hosts, containers and restarts; the same for a guard that is started again.</summary>
    public string Key { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{Host}/{(Node.Container.Length > 0 ? Node.Container + "/" : "")}{Node.ProcessId}@{Boot}-{Node.Start}");

    /// <summary>What a person calls it: <c>server.js</c>, or its command line.</summary>
    public string Name { get; } = Node.Script is { } script ? Path.GetFileName(script) : Node.Command;

    /// <summary>The same for its successors after a restart: the program, where it runs.</summary>
    public string Program { get; } = $"{Host}/{Node.Command}";

    /// <summary>For a sentence: <c>server.js (pid 4711)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} (pid {Node.ProcessId})");
}
