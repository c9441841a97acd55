namespace Heapwise.Heap.Graph;

/// <summary>A function at the end of one chain of calls, and what it allocated itself when called that way.</summary>
/// <param name="Parent">Position of the caller's call; -1 for the root.</param>
/// <param name="Function">Position in <see cref="AllocationTraces.Functions"/>.</param>
/// <param name="Count">Objects allocated, including those already collected.</param>
/// <param name="Bytes">Their bytes.</param>
public readonly record struct TraceCall(int Parent, int Function, long Count, long Bytes);
