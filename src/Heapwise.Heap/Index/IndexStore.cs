using System.Globalization;

namespace Heapwise.Heap.Index;

/// <summary>One index in the cache folder.</summary>
/// <param name="Path">The index file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="LastUsed">When it was written or last answered from.</param>
public sealed record IndexEntry(string Path, long Bytes, DateTimeOffset LastUsed);

/// <summary>
/// The cache folder: <c>$XDG_CACHE_HOME/heapwise</c>, or <c>~/.cache/heapwise</c>. Only its owner may look in. Above the
/// limit the indexes longest unused go first. Everything in it can be made again: faults are swallowed by the callers that only want speed.
/// </summary>
public static class IndexStore
{
    private const string Extension = ".index";
    private const string PartialExtension = ".partial";

    /// <summary>The folder, whether it is there or not.</summary>
    public static string Folder
    {
        get
        {
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            var root = string.IsNullOrEmpty(cache) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache") : cache;
            return Path.Combine(root, "heapwise", "index");
        }
    }

    /// <summary>What all indexes may take together: 16 GB, or <c>HEAPWISE_INDEX_LIMIT</c> bytes.</summary>
    public static long LimitBytes { get; } =
        long.TryParse(Environment.GetEnvironmentVariable("HEAPWISE_INDEX_LIMIT"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : 16_000_000_000;

    /// <summary>The indexes, last used first.</summary>
    public static IReadOnlyList<IndexEntry> List()
    {
        var folder = new DirectoryInfo(Folder);
        if (!folder.Exists) return [];
        return
        [
            .. folder.EnumerateFiles("*" + Extension)
                .Select(file => new IndexEntry(file.FullName, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero)))
                .OrderByDescending(entry => entry.LastUsed),
        ];
    }

    /// <summary>Removes all indexes and what interrupted writers left.</summary>
    /// <returns>What was removed.</returns>
    public static (int Files, long Bytes) Clear()
    {
        var folder = new DirectoryInfo(Folder);
        if (!folder.Exists) return (0, 0);
        var (files, bytes) = (0, 0L);
        foreach (var file in folder.EnumerateFiles().Where(file => file.Extension is Extension or PartialExtension))
        {
            bytes += file.Length;
            files++;
            file.Delete();
        }

        return (files, bytes);
    }

    internal static string PathOf(IndexKey key) => Path.Combine(Folder, key.FileName);

    internal static void Touch(string path, TimeProvider time) => File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);

    /// <summary>Creates the folder, and removes the longest unused indexes until so many bytes more fit below the limit.</summary>
    /// <returns>False if they cannot fit, by the limit or by the space on the disk.</returns>
    internal static bool MakeRoom(long bytes)
    {
        var folder = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(Folder)
            : Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var abandoned in folder.EnumerateFiles("*" + PartialExtension).Where(IsAbandoned)) abandoned.Delete();
        if (bytes > LimitBytes || bytes > new DriveInfo(folder.FullName).AvailableFreeSpace / 2) return false;
        var entries = List();
        var total = entries.Sum(entry => entry.Bytes) + bytes;
        for (var i = entries.Count - 1; i >= 0 && total > LimitBytes; i--)
        {
            File.Delete(entries[i].Path);
            total -= entries[i].Bytes;
        }

        return true;
    }

    /// <summary>The writer's process id stands in the name: <c>HASH.index.PID.partial</c>.</summary>
    private static bool IsAbandoned(FileInfo partial)
    {
        var parts = partial.Name.Split('.');
        return parts.Length < 4 || !int.TryParse(parts[^2], out var writer) || (OperatingSystem.IsLinux() && !Directory.Exists($"/proc/{writer}"));
    }
}
