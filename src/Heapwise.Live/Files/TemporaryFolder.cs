namespace Heapwise.Live.Files;

/// <summary>
/// A folder for this run alone, deleted with all in it. Only its owner can look into it. Where the run was killed, the next one deletes
/// it.
/// </summary>
public sealed class TemporaryFolder : IDisposable
{
    internal const string Beginning = "heapwise-";
    internal const string LockName = ".lock";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private TemporaryFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public static TemporaryFolder Create(string parent)
    {
        Leftovers.DeleteFolders(parent);
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(parent, $"{Beginning}{Leftovers.Mark}-{Guid.NewGuid():N}"));
        CreatePrivate(path);
        var held = new FileStream(
            System.IO.Path.Combine(path, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1);
        return new TemporaryFolder(path, held);
    }

    /// <summary>Creates a folder that only its owner can look into: a heap holds secrets. One that exists stays as it is.</summary>
    public static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly);
    }

    public void Dispose()
    {
        _lock.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
