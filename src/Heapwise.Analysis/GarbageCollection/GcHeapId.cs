namespace Heapwise.Analysis.GarbageCollection;

/// <summary>A heap of a log: a process's main thread, or one of its workers.</summary>
/// <param name="ProcessId">As the process sees itself; in containers often 1.</param>
/// <param name="Isolate">
/// The address of V8's isolate. It distinguishes the heaps of a process, and a process from an earlier one of the same number.
/// </param>
public readonly record struct GcHeapId(int ProcessId, ulong Isolate);
