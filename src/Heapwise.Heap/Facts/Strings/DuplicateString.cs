using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Strings;

/// <summary>Strings with equal content.</summary>
/// <param name="Value">The content, cut off at the snapshot's limit for strings.</param>
/// <param name="Length">The actual length if the content was cut off, otherwise null.</param>
/// <param name="Nodes">All nodes with this content.</param>
/// <param name="ShallowBytes">The sum of their shallow sizes.</param>
/// <param name="RetainedBytes">The sum of their retained sizes.</param>
public sealed record DuplicateString(
    string Value,
    long? Length,
    IReadOnlyList<NodeIndex> Nodes,
    long ShallowBytes,
    long RetainedBytes)
{
    public int Count => Nodes.Count;

    /// <summary>Bytes that would be saved by keeping only one of them.</summary>
    public long WastedBytes => ShallowBytes - (ShallowBytes / Count);
}
