namespace Heapwise.Live.Processes;

/// <summary>The open descriptors of a process, from <c>/proc/PID/fd</c> (Linux).</summary>
internal static class ProcDescriptors
{
    private const string Anonymous = "anon_inode:";

    /// <summary>How many are open; null where they cannot be seen. Cost: reads one folder.</summary>
    public static int? Count(int processId)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{processId}/fd").Count();
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }

    /// <summary>
    /// How many are open of each: a file by its path, <c>socket</c>, <c>pipe</c>, the kernel's own such as <c>eventpoll</c>. Null where they
    /// cannot be seen. Cost: one look-up a descriptor.
    /// </summary>
    public static IReadOnlyDictionary<string, int>? List(int processId)
    {
        try
        {
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var link in Directory.EnumerateFileSystemEntries($"/proc/{processId}/fd"))
            {
                if (TargetOf(link) is { } target) counts[KindOf(target)] = counts.GetValueOrDefault(KindOf(target)) + 1;
            }

            return counts;
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }

    /// <summary><c>socket:[12345]</c> and <c>pipe:[7]</c> have a number each.</summary>
    internal static string KindOf(string target) =>
        target.StartsWith(Anonymous, StringComparison.Ordinal) ? target[Anonymous.Length..].Trim('[', ']')
        : target.IndexOf(":[", StringComparison.Ordinal) is > 0 and var colon && !target.StartsWith('/') ? target[..colon]
        : target;

    /// <summary>Null for one that was closed meanwhile.</summary>
    private static string? TargetOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }
}
