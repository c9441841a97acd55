using Heapwise.Live.Capture;

namespace Heapwise.Live.Recording;

/// <summary>The result of allocation tracking: a snapshot with stacks, and which of the new objects stayed alive.</summary>
public sealed record TrackedAllocations
{
    /// <summary>Full path of the <c>.heaptimeline</c>, a snapshot file.</summary>
    public required string Path { get; init; }

    public required long FileBytes { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Whether it ended before its time.</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>Whether that was because the program ended.</summary>
    public required bool ProgramEnded { get; init; }

    /// <summary>The used heap just before, after garbage was collected.</summary>
    public required long HeapUsedBytes { get; init; }

    /// <summary>
    /// How long V8's first look at the heap took. Such a look follows twenty times a second and pauses the target each time.
    /// </summary>
    public required TimeSpan Look { get; init; }

    /// <summary>How long the target was paused for the snapshot at the end.</summary>
    public required TimeSpan Pause { get; init; }

    public required CaptureEstimate Estimate { get; init; }

    /// <summary>Objects with a higher id were allocated after the tracking started; null where V8 sent none.</summary>
    public required long? LastIdBefore { get; init; }

    /// <summary>Stretches of time, oldest first.</summary>
    public required IReadOnlyList<TrackedStretch> Stretches { get; init; }
}
