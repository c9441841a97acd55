namespace Heapwise.Diagnosis.Runs;

/// <summary>
/// Where the snapshots of a run are written: a private temporary folder that is deleted with all in it, or one that the user named,
/// which stays. Only its owner can look into it: a heap holds secrets.
/// </summary>
internal sealed class SnapshotFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _path;

    private SnapshotFolder(string path, bool isKept)
    {
        _path = path;
        IsKept = isKept;
    }

    public bool IsKept { get; }

    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public static SnapshotFolder Create(string? keep, string temporary)
    {
        var path = Path.GetFullPath(keep ?? Path.Combine(temporary, $"heapwise-{Guid.NewGuid():N}"));
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly);
        return new SnapshotFolder(path, isKept: keep is not null);
    }

    /// <summary>The file of a round; 0 is the baseline. Names sort in the order of the rounds.</summary>
    public string FileOf(int processId, int round) => Path.Combine(_path, FormattableString.Invariant($"node-{processId}-round-{round:00}.heapsnapshot"));

    /// <summary>Deletes a snapshot that is read, unless they are kept: disks are small.</summary>
    public void Release(string file)
    {
        if (!IsKept) File.Delete(file);
    }

    public void Dispose()
    {
        if (!IsKept) Directory.Delete(_path, recursive: true);
    }
}
