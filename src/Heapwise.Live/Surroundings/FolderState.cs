using Heapwise.Live.Files;
using Heapwise.Live.Processes;

namespace Heapwise.Live.Surroundings;

/// <summary>Whether files can be written into a folder, found out without writing any.</summary>
/// <param name="Path">The folder, which need not exist yet.</param>
/// <param name="IsWritable">Into it, or into the closest folder above that exists.</param>
/// <param name="FreeBytes">Of its disk; null where that is not known.</param>
public sealed record FolderState(string Path, bool IsWritable, long? FreeBytes)
{
    /// <summary>Where runs leave notes for each other about the inspectors that they opened.</summary>
    public static string Notes => Targets.StateFolder.Default;

    public static FolderState Of(string path)
    {
        var existing = System.IO.Path.GetFullPath(path);
        while (!System.IO.Path.Exists(existing) && System.IO.Path.GetDirectoryName(existing) is { } above) existing = above;
        var isWritable = Directory.Exists(existing) && (OperatingSystem.IsWindows() || UnixFile.IsWritable(existing));
        return new FolderState(path, isWritable, DiskSpace.FindFree(existing));
    }
}
