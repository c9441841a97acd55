namespace Heapwise.Heap.Facts.Statistics;

/// <summary>The bytes of a heap by kind, by Chrome DevTools' rules. Native includes typed arrays and extra native bytes.</summary>
public sealed record SnapshotStatistics(
    long TotalBytes,
    long NativeBytes,
    long TypedArrayBytes,
    long CodeBytes,
    long StringBytes,
    long JsArrayBytes,
    long SystemBytes)
{
    /// <summary>Everything that is not native.</summary>
    public long V8HeapBytes => TotalBytes - NativeBytes;
}
