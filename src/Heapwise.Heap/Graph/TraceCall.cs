namespace Heapwise.Heap.Graph;

/// <summary>A function called by a certain chain of others, and all that it allocated itself when called so.</summary>
/// <param name="Parent">Position of the caller's call; -1 for the root.</param>
/// <param name="Function">Position in <see cref="AllocationTraces.Functions"/>.</param>
/// <param name="Count">Objects allocated, those that are gone included.</param>
/// <param name="Bytes">Their bytes.</param>
public readonly record struct TraceCall(int Parent, int Function, long Count, long Bytes);
