namespace Heapwise.Outside.Pages;

/// <summary>A page of V8's heap in the target.</summary>
/// <param name="Address">Where it begins.</param>
/// <param name="AreaStart">Where its objects begin.</param>
/// <param name="AreaEnd">Behind the last object.</param>
/// <param name="Heap">The heap that it belongs to; 0 for a read-only page.</param>
internal readonly record struct HeapPage(ulong Address, ulong AreaStart, ulong AreaEnd, ulong Heap)
{
    public bool IsReadOnly => Heap == 0;

    /// <summary>Bytes up to the end of its objects, with the header.</summary>
    public long Bytes => (long)(AreaEnd - Address);
}
