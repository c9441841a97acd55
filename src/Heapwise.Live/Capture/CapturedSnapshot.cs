namespace Heapwise.Live.Capture;

/// <summary>A snapshot that is whole and on disk, and what it cost.</summary>
/// <param name="Path">Full path.</param>
/// <param name="FileBytes">Its length.</param>
/// <param name="HeapUsedBytes">The used heap after garbage was collected, just before.</param>
/// <param name="Pause">From the request to its answer: the target stood still for about that long.</param>
/// <param name="Nodes">As the file says; 0 where it does not.</param>
/// <param name="Estimate">What had been expected.</param>
public sealed record CapturedSnapshot(string Path, long FileBytes, long HeapUsedBytes, TimeSpan Pause, long Nodes, CaptureEstimate Estimate);

/// <summary>What a capture is doing.</summary>
public enum CapturePhase
{
    CollectingGarbage,

    /// <summary>The target visits its objects; it stands still.</summary>
    Building,

    /// <summary>The file is being written; the target still stands still.</summary>
    Writing,
}

/// <summary>How far a capture is.</summary>
/// <param name="Phase">What is going on.</param>
/// <param name="Done">Steps of building done, of <paramref name="Total"/>; both 0 until known.</param>
/// <param name="Total">All steps of building.</param>
/// <param name="Bytes">Bytes of the file so far.</param>
/// <param name="ExpectedBytes">About how many there will be; an upper bound for a first snapshot.</param>
public readonly record struct CaptureProgress(CapturePhase Phase, long Done, long Total, long Bytes, long ExpectedBytes);
