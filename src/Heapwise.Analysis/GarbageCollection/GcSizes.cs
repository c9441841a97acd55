namespace Heapwise.Analysis.GarbageCollection;

/// <summary>A heap before and after a collection.</summary>
/// <param name="BeforeBytes">Bytes of objects before.</param>
/// <param name="AfterBytes">Bytes of objects after.</param>
/// <param name="CommittedBeforeBytes">Committed memory before; null if the source does not report it.</param>
/// <param name="CommittedAfterBytes">Committed memory after; null if the source does not report it.</param>
public readonly record struct GcSizes(long BeforeBytes, long AfterBytes, long? CommittedBeforeBytes, long? CommittedAfterBytes)
{
    /// <summary>0 if the heap was larger after than before.</summary>
    public long FreedBytes => Math.Max(0, BeforeBytes - AfterBytes);

    public long PeakBytes => Math.Max(BeforeBytes, AfterBytes);

    /// <summary>0 if it is not known.</summary>
    public long PeakCommittedBytes => Math.Max(CommittedBeforeBytes ?? 0, CommittedAfterBytes ?? 0);
}
