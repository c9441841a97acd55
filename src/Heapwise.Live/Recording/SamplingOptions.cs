namespace Heapwise.Live.Recording;

/// <summary>How allocations are sampled.</summary>
public sealed record SamplingOptions
{
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes between two samples, on average; null chooses an interval with at most 500 samples per second.</summary>
    public long? IntervalBytes { get; init; }

    /// <summary>Whether objects that have been collected meanwhile count as well. Needs Node 20 or later.</summary>
    public bool IncludesCollected { get; init; }
}
