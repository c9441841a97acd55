using System.Text.RegularExpressions;

namespace Heapwise.Live.Processes;

/// <summary>The container that a process runs in, from the names of its control groups (Linux).</summary>
public static partial class ContainerId
{
    private const int ShownLength = 12;

    /// <summary>
    /// The first twelve digits of the container's id, as container engines show it; empty where the process is in none, or where we see
    /// only the inside.
    /// </summary>
    public static string Of(int processId)
    {
        try
        {
            return Find(File.ReadAllText($"/proc/{processId}/cgroup"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The last id in <c>/kubepods/pod…/ID</c>, <c>/docker/ID</c> or <c>…/cri-containerd-ID.scope</c>.</summary>
    internal static string Find(string membership) =>
        Id().Matches(membership) is [.., var last] ? last.Groups[1].Value[..ShownLength] : "";

    [GeneratedRegex(@"[/-]([0-9a-f]{64})(?:\.scope)?(?:/|\s|$)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
