using Heapwise.Guard.Targets;
using Heapwise.Outside.Metering;

namespace Heapwise.Guard.Readings;

/// <summary>The heap of a worker thread.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Meter">Reads its heap.</param>
public sealed record WorkerHeap(ThreadSighting Thread, HeapMeter Meter);
