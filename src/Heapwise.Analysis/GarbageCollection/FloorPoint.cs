namespace Heapwise.Analysis.GarbageCollection;

/// <summary>Memory still used after a collection: what the program holds, and garbage that was not collected.</summary>
public readonly record struct FloorPoint(TimeSpan At, long Bytes);
