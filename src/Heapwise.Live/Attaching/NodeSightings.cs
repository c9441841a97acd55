using Heapwise.Live.Processes;

namespace Heapwise.Live.Attaching;

/// <summary>
/// The Node processes that are there, looked for again and again (Linux). What was seen before is not read again, so that a look costs one
/// small read for each process of the machine: 5 ms for 300. Not thread-safe.
/// </summary>
public sealed class NodeSightings
{
    /// <summary>Before that, a process may still become Node: a shell that has not started it yet.</summary>
    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(10);

    private Dictionary<int, (long Start, NodeSighting? Node)> _known = [];

    /// <summary>In the order of their pids. We ourselves and what runs only to run us are not among them.</summary>
    public IReadOnlyList<NodeSighting> Look()
    {
        var seen = new Dictionary<int, (long Start, NodeSighting? Node)>();
        foreach (var processId in ProcTree.All())
            if (ProcTime.FindStart(processId) is { } start) seen[processId] = (start, Recognize(processId, start));
        // What is not Node yet is not remembered while it is young.
        _known = seen.Where(entry => entry.Value.Node is not null || ProcTime.ReadAge(entry.Key) >= MinAge).ToDictionary();
        return [.. seen.Values.Select(entry => entry.Node).OfType<NodeSighting>().OrderBy(node => node.ProcessId)];
    }

    private NodeSighting? Recognize(int processId, long start)
    {
        if (_known.TryGetValue(processId, out var before) && before.Start == start)
            return before.Node is { } known && ProcStatus.IsRunning(processId) ? known : null;
        return ProcText.LooksLikeNode(processId) ? NodeSighting.Find(processId, start) : null;
    }
}
