namespace Heapwise.Live.Recording;

/// <summary>The progress of a sampling. First the allocation rate is measured, then allocations are sampled.</summary>
public readonly record struct SamplingProgress(bool IsMeasuring, TimeSpan Elapsed, TimeSpan Duration);
