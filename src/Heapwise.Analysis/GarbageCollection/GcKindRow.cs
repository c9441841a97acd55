namespace Heapwise.Analysis.GarbageCollection;

/// <summary>The collections of one kind. Percentiles are nearest-rank.</summary>
public sealed record GcKindRow(
    GcKind Kind, long Count, TimeSpan Total, TimeSpan P50, TimeSpan P90, TimeSpan P99, TimeSpan Max, TimeSpan MaxAt, long FreedBytes)
{
    internal static GcKindRow From(GcKind kind, PauseTally pauses, TimeSpan maxAt, long freedBytes)
    {
        var percentiles = pauses.Percentiles(0.5, 0.9, 0.99);
        return new GcKindRow(
            kind, pauses.Count, pauses.Total, percentiles[0], percentiles[1], percentiles[2], pauses.Max, maxAt, freedBytes);
    }
}
