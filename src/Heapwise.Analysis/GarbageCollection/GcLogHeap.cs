namespace Heapwise.Analysis.GarbageCollection;

/// <summary>The collections of one heap of a log.</summary>
/// <param name="Id">Which heap.</param>
/// <param name="Tally">All of its collections.</param>
/// <param name="Latest">The last ones, the latest last.</param>
/// <param name="Circumstances">Its limit and V8's last words, if the log has them.</param>
public sealed record GcLogHeap(GcHeapId Id, GcTally Tally, IReadOnlyList<GcEvent> Latest, GcCircumstances Circumstances)
{
    public int ProcessId => Id.ProcessId;

    /// <summary>Covers the time from the first collection to the last. A single collection covers no time.</summary>
    public GcSummary Summary { get; } = GcSummary.From(Tally, Tally.Count > 1 ? Tally.To - Tally.From : TimeSpan.Zero, Circumstances);
}
