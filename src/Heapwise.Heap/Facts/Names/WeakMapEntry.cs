namespace Heapwise.Heap.Facts.Names;

/// <summary>A WeakMap entry, as described by the name of an edge.</summary>
/// <param name="TableId">V8's id of the map's table.</param>
/// <param name="Pair">The number of the entry, which is the same for the key's edge and the table's.</param>
internal readonly record struct WeakMapEntry(long TableId, int Pair);
