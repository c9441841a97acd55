namespace Heapwise.Live.Processes;

/// <summary>The open file descriptors of a process, from <c>/proc/PID/fd</c> (Linux).</summary>
public static class ProcDescriptors
{
    private const string Anonymous = "anon_inode:";

    /// <summary>How many are open; null where they are not visible to us. Costs one directory listing.</summary>
    public static int? FindCount(int processId)
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
    /// How many are open of each kind: a file by its path, <c>socket</c>, <c>pipe</c>, and the kernel's own such as <c>eventpoll</c>.
    /// Null where they are not visible to us. Costs one link lookup per descriptor.
    /// </summary>
    public static IReadOnlyDictionary<string, int>? FindCountsByKind(int processId)
    {
        try
        {
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var link in Directory.EnumerateFileSystemEntries($"/proc/{processId}/fd"))
            {
                if (FindTarget(link) is { } target) counts[KindOf(target)] = counts.GetValueOrDefault(KindOf(target)) + 1;
            }

            return counts;
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }

    /// <summary>Drops the number from <c>socket:[12345]</c> and <c>pipe:[7]</c>.</summary>
    internal static string KindOf(string target)
    {
        if (target.StartsWith(Anonymous, StringComparison.Ordinal)) return target[Anonymous.Length..].Trim('[', ']');
        return target.IndexOf(":[", StringComparison.Ordinal) is > 0 and var colon && !target.StartsWith('/') ? target[..colon] : target;
    }

    /// <summary>Null where the descriptor has been closed since it was listed.</summary>
    private static string? FindTarget(string link)
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
