namespace Heapwise.Live.Cdp.Domains;

/// <summary>The progress of a snapshot: first objects are visited, then bytes are written.</summary>
/// <param name="Bytes">Bytes written so far.</param>
/// <param name="Done">Steps of building done; the target chooses the unit.</param>
/// <param name="Total">All steps of building, as far as known.</param>
public readonly record struct SnapshotProgress(long Bytes, long Done, long Total);
