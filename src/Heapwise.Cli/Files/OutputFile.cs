using Heapwise.Cli.Shell;

namespace Heapwise.Cli.Files;

/// <summary>Whether a result can be written, found out before minutes are spent on it. Nothing is changed or left behind.</summary>
internal static class OutputFile
{
    /// <exception cref="UsageException">It cannot be written.</exception>
    public static void RequireWritable(string path)
    {
        if (Directory.Exists(path)) throw new UsageException($"{path}: cannot be written: it is a folder");
        if (File.Exists(path)) RequireAllowed(path);
        else RequirePlace(path, path);
    }

    /// <summary>The same for files in a folder, which need not exist yet.</summary>
    /// <exception cref="UsageException">They cannot be written.</exception>
    public static void RequireFolder(string folder)
    {
        var existing = Path.GetFullPath(folder);
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } above) existing = above;
        RequirePlace(Path.Combine(existing, $".heapwise-{Guid.NewGuid():N}"), folder);
    }

    /// <summary>By its permissions: opening would wait for a reader where it is a pipe.</summary>
    private static void RequireAllowed(string path)
    {
        if (new FileInfo(path).IsReadOnly && !Environment.IsPrivilegedProcess)
            throw new UsageException($"{path}: cannot be written: permission denied");
    }

    private static void RequirePlace(string file, string named)
    {
        try
        {
            new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{named}: cannot be written: {FileErrors.Describe(failure)}", failure);
        }
    }
}
