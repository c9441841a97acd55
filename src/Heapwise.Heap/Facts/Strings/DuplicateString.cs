namespace Heapwise.Heap.Facts.Strings;

/// <summary>Strings of equal content held more than once.</summary>
/// <param name="Value">The text, at most the snapshot's string limit of characters.</param>
/// <param name="Length">The true length where the text was cut off, else null.</param>
/// <param name="Nodes">Every holder of the text.</param>
/// <param name="ShallowBytes">Bytes of all of them.</param>
/// <param name="RetainedBytes">Retained bytes of all of them.</param>
public sealed record DuplicateString(string Value, long? Length, IReadOnlyList<Graph.NodeIndex> Nodes, long ShallowBytes, long RetainedBytes)
{
    public int Count => Nodes.Count;

    /// <summary>What keeping only one of them would free.</summary>
    public long WastedBytes => ShallowBytes - (ShallowBytes / Count);
}
