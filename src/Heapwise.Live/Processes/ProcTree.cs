namespace Heapwise.Live.Processes;

/// <summary>Which process started which (Linux).</summary>
public static class ProcTree
{
    /// <summary>The pids that exist now.</summary>
    public static IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var processId) ? processId : 0)
            .Where(processId => processId > 0);

    /// <summary>
    /// The process itself, its children, theirs and so on. A process whose parent has ended belongs to init and is not found this way.
    /// </summary>
    public static IReadOnlyList<int> FindFamily(int processId) =>
        FindFamily(processId, [.. All().Select(id => (id, ProcStatus.Find(id)?.ParentId ?? 0))]);

    internal static IReadOnlyList<int> FindFamily(int processId, IReadOnlyList<(int ProcessId, int ParentId)> all)
    {
        var children = all.ToLookup(process => process.ParentId, process => process.ProcessId);
        List<int> found = [processId];
        for (var i = 0; i < found.Count; i++) found.AddRange(children[found[i]].Where(child => !found.Contains(child)));
        return found;
    }
}
