namespace Heapwise.Live.Monitoring;

/// <summary><c>process.resourceUsage()</c>, since the process started.</summary>
public sealed record UsageReading(
    TimeSpan UserTime,
    TimeSpan SystemTime,
    long MaxRssBytes,
    long MajorPageFaults,
    long FileReads,
    long FileWrites,
    long VoluntaryContextSwitches,
    long InvoluntaryContextSwitches)
{
    internal static UsageReading From(WireUsage usage) => new(
        TimeSpan.FromMicroseconds(usage.UserCPUTime),
        TimeSpan.FromMicroseconds(usage.SystemCPUTime),
        usage.MaxRSS << 10,
        usage.MajorPageFault,
        usage.FsRead,
        usage.FsWrite,
        usage.VoluntaryContextSwitches,
        usage.InvoluntaryContextSwitches);
}
