namespace Heapwise.Guard.Targets;

/// <summary>Where the guard runs.</summary>
/// <param name="Host">Its name; in Kubernetes, that of the pod.</param>
/// <param name="Boot">When it started, as a short id: pids and start times begin anew then.</param>
public sealed record Machine(string Host, string Boot)
{
    private const int IdLength = 8;

    public static Machine Find()
    {
        try
        {
            return new Machine(Environment.MachineName, File.ReadAllText("/proc/sys/kernel/random/boot_id")[..IdLength]);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new Machine(Environment.MachineName, "");
        }
    }
}
