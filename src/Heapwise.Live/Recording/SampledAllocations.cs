namespace Heapwise.Live.Recording;

/// <summary>What allocation sampling brought. Bytes are V8's estimates: each sample stands for the bytes it was drawn from.</summary>
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

    /// <summary>What the target allocated a second just before; null where that could not be seen.</summary>
    public required long? BytesPerSecond { get; init; }

    /// <summary>Samples in the profile.</summary>
    public required long Samples { get; init; }

    /// <summary>Samples that V8 took, those of objects that are gone included, as far as the profile tells.</summary>
    public required long SamplesTaken { get; init; }

    /// <summary>The tree of calls: parents before their children, the root first.</summary>
    public required IReadOnlyList<SampledFrame> Frames { get; init; }
}

/// <summary>A function on a stack, with what it allocated itself when called this way.</summary>
/// <param name="Parent">Position of the caller in the list; -1 for the root.</param>
/// <param name="Function">Empty for an anonymous one; V8's own are in parentheses, such as <c>(root)</c>.</param>
/// <param name="Url">The script, a path or a <c>file:</c> URL; empty for V8's own.</param>
/// <param name="Line">Where the function begins, from 1; 0 where V8 does not know.</param>
/// <param name="Column">From 1; 0 where V8 does not know.</param>
/// <param name="SelfBytes">Bytes, an estimate.</param>
/// <param name="Samples">The samples that this rests on.</param>
public readonly record struct SampledFrame(int Parent, string Function, string Url, int Line, int Column, long SelfBytes, long Samples);
