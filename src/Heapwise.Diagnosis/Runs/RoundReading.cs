namespace Heapwise.Diagnosis.Runs;

/// <summary>A thread at the end of a round.</summary>
/// <param name="Floor">What it has left.</param>
/// <param name="Descriptors">Open descriptors by what they refer to; null where not known.</param>
/// <param name="Snapshot">The snapshot.</param>
internal sealed record RoundReading(Floor Floor, IReadOnlyDictionary<string, int>? Descriptors, RoundSnapshot Snapshot);

/// <summary>The snapshot of a round.</summary>
/// <param name="Path">The file.</param>
/// <param name="FileBytes">Its size.</param>
/// <param name="Pause">How long the thread stood still.</param>
/// <param name="From">When that began, as a timestamp of the run's clock.</param>
/// <param name="To">When it ended.</param>
public sealed record RoundSnapshot(string Path, long FileBytes, TimeSpan Pause, long From, long To);
