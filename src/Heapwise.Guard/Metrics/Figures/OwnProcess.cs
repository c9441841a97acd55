using Heapwise.Live.Processes;

namespace Heapwise.Guard.Metrics.Figures;

/// <summary>What the guard itself uses.</summary>
/// <param name="StartedAt">When it started.</param>
/// <param name="UserTime">Processor time of its own code.</param>
/// <param name="SystemTime">Processor time of the kernel for it.</param>
/// <param name="ResidentBytes">Its resident memory; null where that cannot be read.</param>
public sealed record OwnProcess(DateTimeOffset StartedAt, TimeSpan UserTime, TimeSpan SystemTime, long? ResidentBytes)
{
    public static OwnProcess Read(DateTimeOffset startedAt)
    {
        var computed = Environment.CpuUsage;
        return new OwnProcess(
            startedAt, computed.UserTime, computed.PrivilegedTime, ProcStatus.Find(Environment.ProcessId)?.RssBytes);
    }
}
