namespace Heapwise.Analysis.Survivors;

/// <summary>A snapshot does not come after the one given before it: nothing in it is younger.</summary>
public sealed class SnapshotOrderException(string before, string after)
    : SnapshotSeriesException(
        $"{after} was not taken after {before}: it holds no younger object. " +
        "Give the snapshots in the order in which they were taken, each once.")
{
    public string Before { get; } = before;

    public string After { get; } = after;
}
