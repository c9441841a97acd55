using Heapwise.Live.Cdp.Domains;

namespace Heapwise.Live.Capture;

/// <summary>What a capture is doing.</summary>
public enum CapturePhase
{
    CollectingGarbage,

    /// <summary>The target visits its objects and is paused.</summary>
    Building,

    /// <summary>The file is being written; the target is still paused.</summary>
    Writing,
}

/// <summary>The progress of a capture.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="Done">Steps of building done, out of <paramref name="Total"/>; both 0 until known.</param>
/// <param name="Total">All steps of building.</param>
/// <param name="Bytes">Bytes of the file so far.</param>
/// <param name="ExpectedBytes">About how many there will be; an upper bound for a first snapshot.</param>
public readonly record struct CaptureProgress(CapturePhase Phase, long Done, long Total, long Bytes, long ExpectedBytes)
{
    internal static CaptureProgress From(SnapshotProgress progress, CaptureEstimate estimate)
    {
        var phase = progress.Bytes > 0 ? CapturePhase.Writing : CapturePhase.Building;
        return new CaptureProgress(phase, progress.Done, progress.Total, progress.Bytes, estimate.FileBytes);
    }
}
