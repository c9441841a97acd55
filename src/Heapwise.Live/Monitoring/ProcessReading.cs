using Heapwise.Live.Sessions;

namespace Heapwise.Live.Monitoring;

/// <summary>
/// One complete reading of a target. Figures are bytes unless named otherwise; what this Node does not report is null. The figures of the
/// event loop cover the time since the previous reading.
/// </summary>
public sealed record ProcessReading
{
    public required MemorySample Memory { get; init; }

    public required HeapReading Heap { get; init; }

    /// <summary>V8's spaces, by the names that this version uses.</summary>
    public required IReadOnlyList<HeapSpaceReading> Spaces { get; init; }

    public required LoopReading Loop { get; init; }

    public required UsageReading Usage { get; init; }

    /// <summary>Since the process started.</summary>
    public required TimeSpan Uptime { get; init; }

    /// <summary>Time between this reading and the previous one, by the target's clock.</summary>
    public required TimeSpan Window { get; init; }
}
