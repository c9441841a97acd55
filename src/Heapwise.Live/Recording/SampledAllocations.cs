namespace Heapwise.Live.Recording;

/// <summary>
/// The result of allocation sampling. Bytes are V8's estimates: each sample represents the bytes from which it was drawn.
/// </summary>
public sealed record SampledAllocations
{
    /// <summary>Full path of the <c>.heapprofile</c>.</summary>
    public required string Path { get; init; }

    public required long FileBytes { get; init; }

    /// <summary>How long allocations were sampled.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Whether it ended before its time.</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>Whether that was because the program ended.</summary>
    public required bool ProgramEnded { get; init; }

    /// <summary>Bytes from one sample to the next, on average.</summary>
    public required long IntervalBytes { get; init; }

    /// <summary>What the target allocated per second just before; null where that could not be measured.</summary>
    public required long? BytesPerSecond { get; init; }

    /// <summary>Samples in the profile.</summary>
    public required long Samples { get; init; }

    /// <summary>Samples that V8 took, including those of objects that are gone, as far as the profile shows.</summary>
    public required long SamplesTaken { get; init; }

    /// <summary>The tree of calls: parents before their children, the root first.</summary>
    public required IReadOnlyList<SampledFrame> Frames { get; init; }
}
