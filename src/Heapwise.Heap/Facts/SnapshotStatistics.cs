namespace Heapwise.Heap.Facts;

/// <summary>Where a heap's bytes are, by Chrome DevTools' rules. Native includes typed arrays and the head's extra native bytes.</summary>
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

/// <summary>How much of the heap belongs to each native context (realm: the main one, <c>vm</c> contexts, frames).</summary>
public sealed record NativeContextSizes(IReadOnlyList<NativeContextSize> Contexts, long SharedBytes, long UnattributedBytes);

public sealed record NativeContextSize(Graph.NodeIndex Node, string Name, long AttributedBytes, long RetainedBytes, long ShallowBytes);

/// <summary>A set of property names that many plain objects share, named <c>{a, b}</c>.</summary>
public sealed record InterfaceDefinition(string Name, IReadOnlyList<string> Properties, int Count);

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

/// <summary>One row of Chrome DevTools' Comparison view: objects only in the later snapshot, and only in the earlier one, by id.</summary>
public sealed record ClassChange(string Name, string Key, int Added, int Removed, long AddedBytes, long RemovedBytes)
{
    public int Delta => Added - Removed;

    public long DeltaBytes => AddedBytes - RemovedBytes;
}
