using Heapwise.Live.Capture;

namespace Heapwise.Live.Recording;

/// <summary>What allocation tracking brought: a snapshot with stacks, and how new objects fared while it was made.</summary>
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

    /// <summary>The used heap just before, garbage collected.</summary>
    public required long HeapUsedBytes { get; init; }

    /// <summary>How long V8 took for its first look at the heap. Such a look follows twenty times a second; the target stands still for each.</summary>
    public required TimeSpan Look { get; init; }

    /// <summary>How long the target stood still for the snapshot at the end.</summary>
    public required TimeSpan Pause { get; init; }

    public required CaptureEstimate Estimate { get; init; }

    /// <summary>Objects with a higher id were allocated since the tracking began; null where V8 sent none.</summary>
    public required long? LastIdBefore { get; init; }

    /// <summary>Stretches of time, oldest first.</summary>
    public required IReadOnlyList<TrackedStretch> Stretches { get; init; }
}

/// <summary>Objects born in one stretch of time, from one look of V8 to the next.</summary>
/// <param name="From">Its beginning, from the beginning of the tracking.</param>
/// <param name="To">Its end: when V8 looked.</param>
/// <param name="NewBytes">Bytes alive at that first look; what died within the stretch is not seen.</param>
/// <param name="NewObjects">Objects, likewise.</param>
/// <param name="LiveBytes">Bytes of them that were alive at the last look.</param>
/// <param name="LiveObjects">Objects, likewise.</param>
public readonly record struct TrackedStretch(TimeSpan From, TimeSpan To, long NewBytes, long NewObjects, long LiveBytes, long LiveObjects);
