namespace Heapwise.Live.Monitoring;

/// <summary>The kinds of garbage collection that V8 reports to its observers.</summary>
public enum GarbageCollectionKind
{
    Scavenge,
    MinorMarkSweep,
    MarkCompact,
    IncrementalMarking,
    WeakCallbacks,
}
