using Heapwise.Guard.Targets;
using Heapwise.Live.Processes;

namespace Heapwise.Guard.Evidence;

/// <summary>
/// Waits for a moment in which a thread has little to do, so that stopping it affects few requests. The kernel tells, without an
/// inspector.
/// </summary>
internal static class QuietTime
{
    /// <summary>The largest share of a window in which a quiet thread computes.</summary>
    private const double MaxShare = 0.1;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns after <paramref name="patience"/> at the latest: evidence is worth more than quiet.</summary>
    public static async Task WaitAsync(TargetIdentity target, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        var (processId, threadId) = (target.Node.ProcessId, target.Thread?.Id ?? target.Node.ProcessId);
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < patience)
        {
            var (began, before) = (time.GetTimestamp(), ProcTime.FindThread(processId, threadId));
            await Task.Delay(Window, time, cancellation);
            if (before is null || ProcTime.FindThread(processId, threadId) is not { } after) return; // it does not say
            if (after - before <= MaxShare * time.GetElapsedTime(began)) return;
        }
    }
}
