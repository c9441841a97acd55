namespace Heapwise.Heap.Facts.Names;

/// <summary>A WeakMap entry as an edge name tells of it.</summary>
/// <param name="TableId">V8's id of the map's table.</param>
/// <param name="Pair">Number of the entry, the same on the key's edge and the table's.</param>
internal readonly record struct WeakMapEntry(long TableId, int Pair);
