using Heapwise.Live.Processes;

namespace Heapwise.Live.Surroundings;

/// <summary>What the system lets us do to other processes (Linux).</summary>
/// <param name="UserId">Whose processes we can attach to; 0 is root.</param>
/// <param name="MayInspectAll">CAP_SYS_PTRACE: the descriptors of privileged and other users' processes are visible.</param>
/// <param name="MayEnterNetworks">CAP_SYS_ADMIN: processes in their own network (containers) can be reached.</param>
/// <param name="IsInContainer">Processes outside are not visible.</param>
public sealed record Rights(int UserId, bool MayInspectAll, bool MayEnterNetworks, bool IsInContainer)
{
    private const int InspectAll = 19; // CAP_SYS_PTRACE
    private const int EnterNetworks = 21; // CAP_SYS_ADMIN

    /// <summary>Files that Docker and Podman put into a container.</summary>
    private static readonly string[] ContainerMarks = ["/.dockerenv", "/run/.containerenv"];

    /// <summary>Yama's setting; null where the kernel has none. It concerns tracing, which heapwise does not do.</summary>
    public int? PtraceScope { get; init; }

    /// <summary>Null where the system does not say.</summary>
    public static Rights? Find()
    {
        if (!OperatingSystem.IsLinux() || ProcStatus.Find(Environment.ProcessId) is not { } own) return null;
        return new Rights(own.UserId, Has(own, InspectAll), Has(own, EnterNetworks), IsContainer()) { PtraceScope = FindScope() };
    }

    private static bool Has(ProcStatus status, int capability) => (status.Capabilities & (1UL << capability)) != 0;

    private static bool IsContainer() =>
        ContainerMarks.Any(File.Exists) || Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is { Length: > 0 };

    private static int? FindScope()
    {
        try
        {
            return int.TryParse(File.ReadAllText("/proc/sys/kernel/yama/ptrace_scope"), out var scope) ? scope : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
