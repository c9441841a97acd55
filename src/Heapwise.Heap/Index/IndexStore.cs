using System.Globalization;

namespace Heapwise.Heap.Index;

/// <summary>
/// The cache folder: <c>$XDG_CACHE_HOME/heapwise</c>, or <c>~/.cache/heapwise</c>. Only its owner has access. Above the limit, the
/// least recently used indexes are removed first. Everything in it can be recreated, so callers that only want speed ignore its
/// faults.
/// </summary>
public static class IndexStore
{
    private const string Extension = ".index";
    private const string PartialExtension = ".partial";

    /// <summary>The folder, which may not exist.</summary>
    public static string Folder
    {
        get
        {
            // Not verified: a home that does not exist would be "", and the folder one below the current folder.
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            return Path.Combine(string.IsNullOrEmpty(cache) ? Path.Combine(home, ".cache") : cache, "heapwise", "index");
        }
    }

    /// <summary>The most that all indexes may take in total: <c>HEAPWISE_INDEX_LIMIT</c> bytes, or 16 GB.</summary>
    public static long LimitBytes { get; } = ReadLimit();

    /// <summary>The indexes, most recently used first.</summary>
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

    /// <summary>Removes all indexes, and partial files that interrupted writers left behind.</summary>
    /// <returns>The number and total size of the files removed.</returns>
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

    /// <summary>Creates the folder and removes the least recently used indexes until this many more bytes fit below the limit.</summary>
    /// <returns>False if they cannot fit, because of the limit or because of the space on the disk.</returns>
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

    /// <summary>The name holds the writer's process id: <c>HASH.index.PID.partial</c>.</summary>
    private static bool IsAbandoned(FileInfo partial)
    {
        var parts = partial.Name.Split('.');
        if (parts.Length < 4 || !int.TryParse(parts[^2], out var writer)) return true;
        return OperatingSystem.IsLinux() && !Directory.Exists($"/proc/{writer}");
    }

    private static long ReadLimit()
    {
        var text = Environment.GetEnvironmentVariable("HEAPWISE_INDEX_LIMIT");
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : 16_000_000_000;
    }
}
