using Heapwise.Analysis.Process;
using Heapwise.Live.Capture;
using Heapwise.Live.Sessions;

namespace Heapwise.Server.Watching;

/// <summary>What a snapshot of a process would cost, before anything is done to it.</summary>
internal static class LiveEstimates
{
    /// <summary>Measured at 0.2 s a gigabyte; see docs/outside.md.</summary>
    private const double OutsideMsPerByte = 200e-9;

    private const double MinOutsideMs = 2;

    /// <param name="processId">The process.</param>
    /// <param name="target">The connection to it; null where there is none.</param>
    /// <param name="heapUsedBytes">Its used heap, as last read.</param>
    /// <param name="mayCopy">False where reading it from outside has failed before.</param>
    public static LiveEstimate Of(int processId, NodeTarget? target, long? heapUsedBytes, bool mayCopy)
    {
        if (mayCopy && CanReadMemory(processId))
        {
            return new LiveEstimate
            {
                Way = CaptureWay.Outside,
                PauseMs = heapUsedBytes is { } used ? (long)Math.Ceiling(MinOutsideMs + (used * OutsideMsPerByte)) : null,
                FileBytes = null,
                ExtraBytes = 0,
                Refusal = null,
            };
        }

        if (target is null || heapUsedBytes is not { } heap)
            return new LiveEstimate { Way = CaptureWay.Inspector, PauseMs = null, FileBytes = null, ExtraBytes = null, Refusal = null };
        var estimate = CaptureEstimate.FromHeap(heap, target.NodeMajor);
        var maxPause = new CaptureOptions().MaxPause;
        return new LiveEstimate
        {
            Way = CaptureWay.Inspector,
            PauseMs = (long)estimate.Pause.TotalMilliseconds,
            FileBytes = estimate.FileBytes,
            ExtraBytes = estimate.ExtraMemoryBytes,
            Refusal = estimate.Pause > maxPause
                ? $"It would stop the process for about {estimate.Pause.TotalSeconds:F0} s, longer than {maxPause.Value.TotalSeconds:F0} s."
                : null,
        };
    }

    /// <summary>Opening the file asks the kernel the same question as reading it, and touches nothing.</summary>
    private static bool CanReadMemory(int processId)
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            using var memory = File.OpenHandle($"/proc/{processId}/mem");
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
