namespace Heapwise.Live.Monitoring;

/// <summary>The heap before and after a garbage collection, in bytes: what is used, and what is committed in total.</summary>
public sealed record GarbageCollectionHeap(long BeforeBytes, long AfterBytes, long TotalBeforeBytes, long TotalAfterBytes);
