using System.Text;

namespace Heapwise.Live.Processes;

/// <summary>What a process was started with (Linux).</summary>
internal static class ProcText
{
    private const int MaxCommandLength = 80;

    private static readonly string[] Runtimes = ["node", "iojs", "deno", "electron"];
    private static readonly string[] RuntimeThreads = ["node", "DelayedTaskSche", "V8Worker", "node-V8Worker", "SignalInspector"];

    /// <summary>The command line; empty where it cannot be read.</summary>
    public static IReadOnlyList<string> ReadArguments(int processId) => ReadWords($"/proc/{processId}/cmdline");

    /// <summary>A variable of the environment that the process was started with; null where it is not set or not visible to us.</summary>
    public static string? FindVariable(int processId, string name)
    {
        var start = name + "=";
        var environment = ReadWords($"/proc/{processId}/environ");
        return environment.FirstOrDefault(entry => entry.StartsWith(start, StringComparison.Ordinal))?[start.Length..];
    }

    /// <summary>The command line for a message, shortened where it is long.</summary>
    public static string DescribeCommand(int processId)
    {
        var arguments = ReadArguments(processId);
        if (arguments.Count == 0) return ProcStatus.Find(processId)?.Name ?? "unknown";
        var text = string.Join(' ', arguments.Skip(1).Prepend(Path.GetFileName(arguments[0])));
        return text.Length <= MaxCommandLength ? text : text[..(MaxCommandLength - 3)] + "…";
    }

    /// <summary>
    /// Whether the process looks like a Node runtime: its executable is named like one, or it has V8's threads. An old Node with a renamed
    /// executable is not recognised.
    /// </summary>
    public static bool LooksLikeNode(int processId)
    {
        try
        {
            var executable = Path.GetFileName(new FileInfo($"/proc/{processId}/exe").LinkTarget ?? "");
            return Runtimes.Any(name => executable.StartsWith(name, StringComparison.Ordinal))
                || Directory.EnumerateDirectories($"/proc/{processId}/task").Any(IsRuntimeThread);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return ProcStatus.Find(processId)?.Name.StartsWith("node", StringComparison.Ordinal) ?? false;
        }
    }

    private static bool IsRuntimeThread(string folder) => RuntimeThreads.Contains(File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd());

    private static string[] ReadWords(string path)
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
