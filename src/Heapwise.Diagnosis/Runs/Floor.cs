using Heapwise.Live.Sessions;

namespace Heapwise.Diagnosis.Runs;

/// <summary>The memory that stays after garbage is collected and the target has come to rest.</summary>
/// <param name="Sample">The last reading.</param>
/// <param name="Readings">Used heap in bytes, reading by reading, each after a collection.</param>
/// <param name="IsSteady">Whether the last two readings agreed. If not, the target was still at work or draining.</param>
public sealed record Floor(MemorySample Sample, IReadOnlyList<long> Readings, bool IsSteady);
