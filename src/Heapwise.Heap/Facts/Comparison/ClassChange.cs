namespace Heapwise.Heap.Facts.Comparison;

/// <summary>One row of Chrome DevTools' Comparison view: objects found only in the later or the earlier snapshot, by id.</summary>
public sealed record ClassChange(string Name, string Key, int Added, int Removed, long AddedBytes, long RemovedBytes)
{
    public int Delta => Added - Removed;

    public long DeltaBytes => AddedBytes - RemovedBytes;
}
