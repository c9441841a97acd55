using Heapwise.Guard.Targets;
using Heapwise.Live.Capture;

namespace Heapwise.Guard.Evidence;

/// <summary>Lets one run of heapwise on this machine capture at a time.</summary>
public static class CaptureTurn
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan WaitStep = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until no other run has the turn. Disposing gives it back.</summary>
    /// <exception cref="CaptureRefusedException">That has not come.</exception>
    public static async Task<IDisposable> TakeAsync(TimeProvider time, CancellationToken cancellation)
    {
        for (var start = time.GetTimestamp(); ; await Task.Delay(WaitStep, time, cancellation))
        {
            if (MachineLock.TryTake("capture") is { } turn) return turn;
            if (time.GetElapsedTime(start) > MaxWait)
                throw new CaptureRefusedException($"other captures on this machine have taken more than {MaxWait.TotalMinutes:0} minutes");
        }
    }
}
