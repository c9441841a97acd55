using System.Globalization;
using System.Text.RegularExpressions;
using Heapwise.Live.Processes;

namespace Heapwise.Live.Files;

/// <summary>
/// What a heapwise that was killed left behind. A name says which process wrote it (pid and start), and a lock says whether it still
/// does: the lock alone would miss nothing but file systems without locks, the name alone processes of other containers.
/// </summary>
internal static partial class Leftovers
{
    /// <summary>Of this process, for a name. Without a start it is still unique as long as we run.</summary>
    public static string Mark { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{ProcTime.FindStart(Environment.ProcessId) ?? 0}");

    /// <summary>Deletes the unfinished files of ended processes in a folder; what cannot be deleted stays.</summary>
    public static void DeleteFiles(string folder)
    {
        foreach (var file in Find(() => Directory.EnumerateFiles(folder, "*" + PartialFile.Ending), PartialName()))
            TryDelete(file, () => File.Delete(file));
    }

    /// <summary>Temporary folders of ended processes.</summary>
    public static IReadOnlyList<string> FindFolders(string parent) =>
        Find(() => Directory.EnumerateDirectories(parent, TemporaryFolder.Beginning + "*"), FolderName());

    /// <summary>The same for temporary folders.</summary>
    public static void DeleteFolders(string parent)
    {
        foreach (var folder in FindFolders(parent))
            TryDelete(Path.Combine(folder, TemporaryFolder.LockName), () => Directory.Delete(folder, recursive: true));
    }

    /// <summary>Those whose writer has ended, and that are ours: as root we could be led to delete what is not.</summary>
    private static List<string> Find(Func<IEnumerable<string>> list, Regex name)
    {
        try
        {
            return
            [
                .. from path in list()
                   let match = name.Match(Path.GetFileName(path))
                   where match.Success && !IsRunning(match) && IsOurs(path)
                   select path,
            ];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsOurs(string path) => !OperatingSystem.IsLinux() || UnixFile.FindOwner(path) == UnixFile.GetUser();

    private static bool IsRunning(Match name)
    {
        if (!OperatingSystem.IsLinux()) return false; // the lock says
        var isId = int.TryParse(name.Groups["pid"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var processId);
        return isId && ProcTime.FindStart(processId)?.ToString(CultureInfo.InvariantCulture) == name.Groups["start"].Value;
    }

    private static void TryDelete(string locked, Action delete)
    {
        try
        {
            using var held = new FileStream(locked, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            delete();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return; // still written to, or somebody else was faster
        }
    }

    [GeneratedRegex(@"\.(?<pid>\d+)-(?<start>\d+)\.partial$", RegexOptions.None, 1000)]
    private static partial Regex PartialName();

    [GeneratedRegex(@"^heapwise-(?<pid>\d+)-(?<start>\d+)-", RegexOptions.None, 1000)]
    private static partial Regex FolderName();
}
