using Heapwise.Analysis.GarbageCollection;
using Heapwise.Live.Monitoring;

namespace Heapwise.Diagnosis.Watching;

/// <summary>Collections as a target tells them, for the analysis.</summary>
public static class GcEvents
{
    public static GcEvent Of(Collection collection) => new()
    {
        Kind = collection.Kind switch
        {
            CollectionKind.Scavenge => GcKind.Scavenge,
            CollectionKind.MinorMarkSweep => GcKind.MinorMarkSweep,
            CollectionKind.IncrementalMarking => GcKind.IncrementalMarking,
            CollectionKind.WeakCallbacks => GcKind.WeakCallbacks,
            _ => GcKind.MarkCompact,
        },
        At = collection.At,
        Pause = collection.Pause,
        BeforeBytes = collection.BeforeBytes,
        AfterBytes = collection.AfterBytes,
        TotalBeforeBytes = collection.TotalBeforeBytes,
        TotalAfterBytes = collection.TotalAfterBytes,
        Cause = collection.Cause,
        IsForced = collection.IsForced,
    };
}
