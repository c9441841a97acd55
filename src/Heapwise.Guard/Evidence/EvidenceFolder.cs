using Heapwise.Guard.Chronicles;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Guard.Uploads;
using Heapwise.Live.Processes;
using Heapwise.Store.Records;

namespace Heapwise.Guard.Evidence;

/// <summary>The folder with evidence: what is in it, and what has to go.</summary>
/// <param name="settings">How much is kept.</param>
/// <param name="chronicle">Where deletions are recorded.</param>
/// <param name="uploads">What waits here for a storage; null: nothing.</param>
internal sealed class EvidenceFolder(EvidenceSettings settings, Chronicle chronicle, Uploader? uploads)
{
    /// <summary>A snapshot file has been up to 1.6 times its heap.</summary>
    private const double FilePerHeap = 2;

    private const long Reserve = 100_000_000;

    public string Path => settings.Folder;

    /// <summary>Creates the folder, only for us, and checks that files fit.</summary>
    /// <returns>Why nothing can be written; null where it can.</returns>
    public string? FindObstacle(double heapBytes, int count)
    {
        try
        {
            const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path);
            else if (!Directory.Exists(Path)) Directory.CreateDirectory(Path, OwnerOnly);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"the folder {Path} cannot be created: {problem.Message}";
        }

        var needed = (long)(FilePerHeap * heapBytes * count) + Reserve;
        return DiskSpace.FindFree(Path) is { } free && free < needed
            ? $"the disk of {Path} has {free / 1_000_000} MB free, and {needed / 1_000_000} MB may be needed"
            : null;
    }

    /// <summary>The complete files of a series.</summary>
    public IReadOnlyList<EvidenceFile> Find(string series, TargetIdentity target, DateTimeOffset now) =>
    [
        .. List().Select(file => (Name: EvidenceName.Parse(file.Path), file.Path, file.Bytes))
            .Where(file => file.Name?.Series == series)
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => new EvidenceFile(file.Path, target.Key, now, KindOf(file.Name!), file.Bytes, series)), // others were left out
    ];

    /// <summary>Deletes what is beyond the limits.</summary>
    /// <param name="unfinished">Series that are being taken, of which nothing goes.</param>
    public void Rotate(IReadOnlyCollection<string> unfinished)
    {
        var finished = List().Where(file => EvidenceName.Parse(file.Path) is not { Series: var series } || !unfinished.Contains(series));
        var doomed = Rotation.Choose(
            [.. finished], settings.MaxSnapshots, settings.DiskQuotaBytes, uploads?.WaitingSeries ?? []);
        foreach (var path in doomed)
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                continue; // next time
            }

            chronicle.RemoveEvidence(path);
            uploads?.Forget(path);
        }
    }

    private static string KindOf(EvidenceName name) => name switch
    {
        { IsSnapshot: true, IsBaseline: true } => "baseline",
        { IsSnapshot: true } => "snapshot",
        { Extension: "heapprofile" } => "allocations",
        _ => "diagnosis",
    };

    private List<(string Path, long Bytes)> List()
    {
        try
        {
            return [.. new DirectoryInfo(Path).EnumerateFiles().Select(file => (file.FullName, file.Length))];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
