using System.Globalization;

namespace Heapwise.Live.Processes;

/// <summary>The threads of a Node process, from <c>/proc/PID/task</c> (Linux).</summary>
public static class ProcThreads
{
    private static readonly string[] OfV8 = ["V8Worker", "node-V8Worker"];

    /// <summary>Node's own. Threads without a name of their own have that of the thread that started them.</summary>
    private static readonly string[] OfNode =
        [.. OfV8, "node", "MainThread", "node-MainThread", "DelayedTaskSche", "SignalInspector", "InspectorIo", "libuv-worker"];

    /// <summary>The ids of all threads in ascending order; empty where it has ended.</summary>
    public static IReadOnlyList<int> ListIds(int processId)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{processId}/task").Select(IdOf).Order()];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>
    /// The names of its workers, <c>WorkerThread</c> where the program gave none, cut off after 15 characters by the kernel. Named threads
    /// of native add-ons are among them. Null before Node 24, which names its threads, V8's among them: a worker cannot be told from the
    /// others.
    /// </summary>
    internal static IReadOnlyList<string>? FindWorkers(int processId)
    {
        try
        {
            var threads = Directory.EnumerateDirectories($"/proc/{processId}/task")
                .OrderBy(IdOf)
                .Select(folder => File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd());
            return FindWorkers([.. threads]);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null; // it has just ended
        }
    }

    /// <param name="names">Of all threads, the main thread's first: it has the name that the program gives itself.</param>
    internal static IReadOnlyList<string>? FindWorkers(IReadOnlyList<string> names) =>
        names.Any(OfV8.Contains) ? [.. names.Skip(1).Where(name => name != names[0] && !OfNode.Contains(name))] : null;

    private static int IdOf(string folder) => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
}
