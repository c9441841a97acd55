namespace Heapwise.Heap.Graph;

/// <summary>The head of a snapshot: its field layout, read by name, and its counts.</summary>
public sealed record SnapshotMeta
{
    /// <summary>Type names that <see cref="NodeType"/> does not know; the first has the value <see cref="NodeType.Other"/>.</summary>
    public required IReadOnlyList<string> UnknownNodeTypes { get; init; }

    /// <summary>The field names of a node, in file order.</summary>
    public required IReadOnlyList<string> NodeFields { get; init; }

    /// <summary>Memory outside V8's heap that the embedder reports for the whole process (Node 24 and later), in bytes.</summary>
    public long ExtraNativeBytes { get; init; }

    /// <summary>The number of nodes that the head declares, which is equal to the number read.</summary>
    public required long NodeCount { get; init; }

    /// <summary>The number of edges that the head declares, which is equal to the number read.</summary>
    public required long EdgeCount { get; init; }

    /// <summary>Whether the file was written with allocation tracking.</summary>
    public bool HasAllocationTraces { get; init; }

    public string NodeTypeName(byte type) =>
        type < TypeNames.Nodes.Count ? TypeNames.Nodes[type] : UnknownNodeTypes[type - (int)NodeType.Other];
}
