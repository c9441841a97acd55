using System.Globalization;
using System.Text.Json;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>
/// What heapwise opened and has not closed yet, one small file a target, so that another run finds it, also after ours was killed. Only
/// the owner has access. Where the folder cannot be written, nothing is remembered.
/// </summary>
/// <param name="folder">Where the files are.</param>
/// <param name="kind">The first word of their names.</param>
internal sealed class OpenedInspectors(string folder, string kind = "inspector")
{
    /// <summary>What was opened in processes that still run. Files of others are removed.</summary>
    public IReadOnlyList<OpenedInspector> FindAll()
    {
        var found = new List<OpenedInspector>();
        foreach (var path in ListFiles())
        {
            if (Read(path) is { } opened && IsOfThisProcess(opened)) found.Add(opened);
            else Remove(path);
        }

        return found;
    }

    /// <summary>The same, and nothing is removed.</summary>
    public IReadOnlyList<OpenedInspector> List() => [.. ListFiles().Select(Read).OfType<OpenedInspector>().Where(IsOfThisProcess)];

    /// <summary>Removes the files of processes that have ended.</summary>
    public void Prune() => FindAll();

    /// <summary>What was opened in this process; null where nothing was, or it has been closed.</summary>
    public OpenedInspector? Find(int processId) =>
        Read(PathOf(processId)) is { } opened && IsOfThisProcess(opened) ? opened : null;

    public void Remember(OpenedInspector opened)
    {
        var path = PathOf(opened.ProcessId);
        try
        {
            StateFolder.Create(folder);
            var draft = $"{path}.{Environment.ProcessId}"; // replaced as a whole: another run may read it
            File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(opened, OpenedInspectorJson.Default.OpenedInspector));
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return; // it is closed all the same, unless we are killed
        }
    }

    /// <summary>It is closed. What another run has opened in the process since then stays remembered.</summary>
    public void Forget(OpenedInspector closed)
    {
        if (Find(closed.ProcessId) is { } now && now.Port != closed.Port) return;
        Remove(PathOf(closed.ProcessId));
    }

    /// <summary>A later process may have the same pid.</summary>
    private static bool IsOfThisProcess(OpenedInspector opened) => ProcTime.FindStart(opened.ProcessId) == opened.Start;

    private string PathOf(int processId) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{kind}-{processId}.json"));

    private string[] ListFiles()
    {
        try
        {
            return Directory.GetFiles(folder, $"{kind}-*.json");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static OpenedInspector? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), OpenedInspectorJson.Default.OpenedInspector);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return; // it names a process that has ended: harmless
        }
    }
}
