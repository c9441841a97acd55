namespace Heapwise.Live.Capture;

/// <summary>A complete snapshot on disk, and what it cost.</summary>
/// <param name="Path">Full path.</param>
/// <param name="FileBytes">Its length.</param>
/// <param name="HeapUsedBytes">The used heap just before, after garbage was collected.</param>
/// <param name="Pause">From the request to its answer: about as long as the target was paused.</param>
/// <param name="Nodes">As the file says; 0 where it does not.</param>
/// <param name="Estimate">What was expected.</param>
public sealed record CapturedSnapshot(
    string Path, long FileBytes, long HeapUsedBytes, TimeSpan Pause, long Nodes, CaptureEstimate Estimate)
{
    /// <summary>What the target's thread computed meanwhile; the pause where that is not known.</summary>
    internal TimeSpan ProcessorTime { get; init; } = Pause;

    /// <summary>How much of the memory that it needed for the snapshot the target has kept.</summary>
    internal long KeptMemoryBytes { get; init; }
}
