using Heapwise.Cli.Shell;
using Heapwise.Live.Files;

namespace Heapwise.Cli.Files;

/// <summary>Whether a result can be written, found out before minutes are spent on it. Nothing is changed or left behind.</summary>
internal static class OutputFile
{
    private const string Replace = "Choose another name, or replace it with --overwrite";

    /// <param name="path">As the person gave it.</param>
    /// <param name="overwrites">Whether a file may be replaced that has something in it.</param>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public static void RequireWritable(string path, bool overwrites)
    {
        var place = Find(path);
        switch (place.Kind)
        {
            case OutputKind.Missing:
                RequirePlace(place.Path, path);
                break;
            case OutputKind.Folder:
                throw new UsageException($"{path}: cannot be written: it is a folder");
            case OutputKind.Other:
                throw new UsageException($"{path}: cannot be written: it is neither a file nor a pipe");
            case OutputKind.File when place.HasContent && !overwrites:
                throw new UsageException($"{path}: exists already. {Replace}");
            default:
                if (!place.IsWritable) throw new UsageException($"{path}: cannot be written: permission denied");
                break;
        }
    }

    /// <summary>The same for a file that appears complete or not at all: it is written next to its name first.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public static void RequireReplaceable(string path, bool overwrites)
    {
        if (path == "-") throw new UsageException("-o -: standard output is for the report. Name a file or a pipe, such as >(gzip > a.gz)");
        RequireWritable(path, overwrites);
        if (Find(path) is { Kind: OutputKind.File } place) RequireFolder(Path.GetDirectoryName(place.Path)!); // a file has one
    }

    /// <summary>The same for a file that is read again once it is written, which a pipe or a device cannot be.</summary>
    /// <exception cref="UsageException">It cannot be written, or not be read.</exception>
    public static void RequireReadable(string path, bool overwrites)
    {
        RequireReplaceable(path, overwrites);
        if (Find(path).Kind == OutputKind.Stream)
            throw new UsageException($"{path}: is a pipe or a device, and this file is read again when it is complete. Name a file");
    }

    /// <summary>The same for files in a folder, which need not exist yet.</summary>
    /// <exception cref="UsageException">They cannot be written.</exception>
    public static void RequireFolder(string folder)
    {
        var existing = Path.GetFullPath(folder);
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } above) existing = above;
        RequirePlace(Path.Combine(existing, $".heapwise-{Guid.NewGuid():N}"), folder);
    }

    private static OutputPlace Find(string path)
    {
        try
        {
            return OutputPlace.Find(path);
        }
        catch (IOException failure)
        {
            throw new UsageException($"{path}: cannot be written: {FileErrors.Describe(failure)}", failure);
        }
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
