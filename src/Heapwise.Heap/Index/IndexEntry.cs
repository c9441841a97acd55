namespace Heapwise.Heap.Index;

/// <summary>One index in the cache folder.</summary>
/// <param name="Path">The index file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="LastUsed">When it was written or last used.</param>
public sealed record IndexEntry(string Path, long Bytes, DateTimeOffset LastUsed);
