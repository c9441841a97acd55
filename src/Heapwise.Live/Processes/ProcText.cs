using System.Text;

namespace Heapwise.Live.Processes;

/// <summary>What a process was started with (Linux).</summary>
internal static class ProcText
{
    /// <summary>The command line, or nothing when it cannot be read.</summary>
    public static IReadOnlyList<string> Arguments(int processId) => Split($"/proc/{processId}/cmdline");

    /// <summary>A variable of the environment that the process was started with; null where it is not set or not ours to see.</summary>
    public static string? Variable(int processId, string name) =>
        Split($"/proc/{processId}/environ").FirstOrDefault(entry => entry.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    /// <summary>The command line as a person would say it, cut where it gets long.</summary>
    public static string Command(int processId)
    {
        var arguments = Arguments(processId);
        if (arguments.Count == 0) return ProcStatus.Find(processId)?.Name ?? "unknown";
        var text = string.Join(' ', arguments.Skip(1).Prepend(Path.GetFileName(arguments[0])));
        return text.Length <= 80 ? text : text[..77] + "…";
    }

    /// <summary>
    /// Whether the process looks like a Node runtime: its executable is called so, or it has V8's threads. A renamed executable of
    /// an old Node is not recognised.
    /// </summary>
    public static bool LooksLikeNode(int processId)
    {
        try
        {
            var executable = Path.GetFileName(new FileInfo($"/proc/{processId}/exe").LinkTarget ?? "");
            return new[] { "node", "iojs", "deno", "electron" }.Any(name => executable.StartsWith(name, StringComparison.Ordinal))
                || Directory.EnumerateDirectories($"/proc/{processId}/task").Any(task =>
                    File.ReadAllText(Path.Combine(task, "comm")).TrimEnd() is "node" or "DelayedTaskSche" or "V8Worker" or "node-V8Worker" or "SignalInspector");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return ProcStatus.Find(processId)?.Name.StartsWith("node", StringComparison.Ordinal) ?? false;
        }
    }

    private static string[] Split(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path)).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
