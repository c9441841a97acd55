namespace Heapwise.Outside.Snapshot;

/// <summary>What is in a snapshot.</summary>
/// <param name="Nodes">Its nodes.</param>
/// <param name="HeapBytes">What its objects take in the heap: the used heap without garbage.</param>
/// <param name="BufferBytes">What array buffers take outside of it.</param>
public sealed record SnapshotContents(int Nodes, long HeapBytes, long BufferBytes);
