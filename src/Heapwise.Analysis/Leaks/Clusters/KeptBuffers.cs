namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// Memory of ArrayBuffers that lives only through small views of it. A Buffer, a typed array or a DataView made by <c>subarray</c>, by a
/// Buffer's <c>slice</c> or with an offset copies nothing: it has an edge <c>buffer</c> to the whole ArrayBuffer. The same is true of
/// small Buffers, which Node cuts out of a slab that they share.
/// </summary>
/// <param name="Views">Views among the survivors.</param>
/// <param name="ViewBytes">
/// The length of one view; null where only the snapshot is known, in which V8 writes no lengths on any version.
/// </param>
/// <param name="Buffers">Different ArrayBuffers that only these views keep.</param>
/// <param name="BufferBytes">Bytes of those.</param>
/// <param name="ArePooled">Whether they are slabs of Node's pool.</param>
public sealed record KeptBuffers(long Views, long? ViewBytes, long Buffers, long BufferBytes, bool ArePooled)
{
    /// <summary>Two views may happen to be of one slab.</summary>
    private const double MaxViewsOfOne = 1.25;

    /// <summary>Bytes of one ArrayBuffer.</summary>
    public long BytesEach => BufferBytes / Math.Max(1, Buffers);

    /// <summary>True where a view usually has its ArrayBuffer to itself.</summary>
    public bool IsOneEach => Views <= MaxViewsOfOne * Buffers;
}
