using Heapwise.Live.Capture;

namespace Heapwise.Live.Recording;

/// <summary>The progress of a tracking.</summary>
/// <param name="Elapsed">Since it started.</param>
/// <param name="Duration">How long it will take.</param>
/// <param name="Stretches">How many of the new objects are alive so far.</param>
/// <param name="Capture">The snapshot at the end, once that has started.</param>
public readonly record struct TimelineProgress(
    TimeSpan Elapsed, TimeSpan Duration, IReadOnlyList<TrackedStretch> Stretches, CaptureProgress? Capture);
