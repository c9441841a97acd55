namespace Heapwise.Heap.Graph;

/// <summary>The head of a snapshot: its field layout, read by name, and its counts.</summary>
public sealed record SnapshotMeta
{
    /// <summary>Names of node types; a node's type column holds <see cref="NodeType"/> values, unknown names follow <see cref="NodeType.Other"/>.</summary>
    public required IReadOnlyList<string> UnknownNodeTypes { get; init; }

    /// <summary>The field names of a node, in file order.</summary>
    public required IReadOnlyList<string> NodeFields { get; init; }

    /// <summary>Memory outside V8's heap that the embedder reports for the whole process (Node 24 and later), in bytes.</summary>
    public long ExtraNativeBytes { get; init; }

    /// <summary>Nodes as the head counts them; equal to what was read.</summary>
    public required long NodeCount { get; init; }

    /// <summary>Edges as the head counts them; equal to what was read.</summary>
    public required long EdgeCount { get; init; }

    /// <summary>True if the file was written with allocation tracking on.</summary>
    public bool HasAllocationTraces { get; init; }

    public string NodeTypeName(byte type) =>
        type < TypeNames.Nodes.Count ? TypeNames.Nodes[type] : UnknownNodeTypes[type - (int)NodeType.Other];
}
