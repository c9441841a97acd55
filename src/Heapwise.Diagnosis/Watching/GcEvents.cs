using Heapwise.Analysis.GarbageCollection;
using Heapwise.Live.Monitoring;

namespace Heapwise.Diagnosis.Watching;

/// <summary>Converts the garbage collections that a target reports for the analysis.</summary>
public static class GcEvents
{
    public static GcEvent From(GarbageCollection collection) => new()
    {
        Kind = KindOf(collection),
        At = collection.At,
        Pause = collection.Pause,
        Steps = TimeSpan.Zero,
        Sizes = collection.Heap is { } heap
            ? new GcSizes(heap.BeforeBytes, heap.AfterBytes, heap.TotalBeforeBytes, heap.TotalAfterBytes)
            : null,
        Cause = collection.Cause,
        IsForced = collection.IsForced,
    };

    private static GcKind KindOf(GarbageCollection collection) => collection.Kind switch
    {
        GarbageCollectionKind.Scavenge => GcKind.Scavenge,
        GarbageCollectionKind.MinorMarkSweep => GcKind.MinorMarkSweep,
        GarbageCollectionKind.IncrementalMarking => GcKind.IncrementalMarking,
        GarbageCollectionKind.WeakCallbacks => GcKind.WeakCallbacks,
        _ => GcKind.MarkCompact,
    };
}
