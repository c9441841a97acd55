namespace Heapwise.Live.Processes;

/// <summary>The control groups that limit a process's memory, of both versions: its own and those above it (Linux).</summary>
/// <param name="Folder">Where the group's files are.</param>
/// <param name="IsVersion2">Which files it has.</param>
internal readonly record struct ControlGroup(string Folder, bool IsVersion2)
{
    private const string Mount = "/sys/fs/cgroup";

    public static IEnumerable<ControlGroup> Of(int processId) =>
        Of(ReadText($"/proc/{processId}/cgroup"), Mount, $"/proc/{processId}/root{Mount}");

    /// <summary>The same, from the content of <c>/proc/PID/cgroup</c> and the mount point of the hierarchies.</summary>
    public static IEnumerable<ControlGroup> Of(string membership, string root) => Of(membership, root, root);

    /// <param name="membership">The content of <c>/proc/PID/cgroup</c>.</param>
    /// <param name="root">Where the hierarchies are mounted.</param>
    /// <param name="targetRoot">
    /// Where the process has them mounted. A group outside our own cgroup namespace belongs to another container and is looked for there,
    /// because our own mount shows the limit of our own container.
    /// </param>
    public static IEnumerable<ControlGroup> Of(string membership, string root, string targetRoot)
    {
        foreach (var line in membership.Split('\n'))
        {
            // "0::/path" is version 2; "7:cpu,memory:/path" is version 1
            if (line.Split(':', 3) is not [_, var controllers, var path]) continue;
            var isVersion2 = controllers.Length == 0;
            if (!isVersion2 && !controllers.Split(',').Contains("memory")) continue;
            var visible = path.StartsWith("/..", StringComparison.Ordinal) ? targetRoot : root;
            var mount = isVersion2 ? visible : Path.Combine(visible, "memory");
            foreach (var folder in Ancestors(mount, path)) yield return new ControlGroup(folder, isVersion2);
        }
    }

    /// <summary>The content of one of its files; empty where it cannot be read.</summary>
    public string Read(string name) => ReadText(Path.Combine(Folder, name));

    /// <summary>The number after a word at the start of a line; null where there is none.</summary>
    public long? FindNumber(string name, string word) =>
        Read(name).Split('\n').Select(line => line.Split(' ')).FirstOrDefault(words => words is [var first, _] && first == word)
            is [_, var number] && long.TryParse(number, out var found) ? found : null;

    /// <summary>
    /// The cgroup's folder and those above it, up to the mount. Inside a container the path may exist on the host only; the mount point is
    /// still the container's own.
    /// </summary>
    private static IEnumerable<string> Ancestors(string mount, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        parts = [.. parts.SkipWhile(part => part == "..")]; // from our namespace up to the root of the hierarchy
        if (parts.Contains("..")) parts = [];
        for (var depth = parts.Length; depth >= 0; depth--) yield return Path.Combine([mount, .. parts[..depth]]);
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path).TrimEnd('\n');
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
