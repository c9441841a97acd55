using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Reports;

/// <summary>The dominator tree below one node, largest first. Schema <c>heapwise.dominators/1</c>.</summary>
public sealed record DominatorsReport
{
    public const string SchemaName = "heapwise.dominators/1";

    public string Schema { get; init; } = SchemaName;

    public required string File { get; init; }

    public required DominatorRow Root { get; init; }

    /// <summary>
    /// The tree to <paramref name="depth"/> levels below the node, with the <paramref name="top"/> largest children of each. Children
    /// below <paramref name="minShare"/> of the node's own retained size, and those beyond the largest, are summed up.
    /// </summary>
    public static DominatorsReport From(HeapSnapshot snapshot, NodeIndex node, int depth = 3, int top = 10, double minShare = 0.01) => new()
    {
        File = snapshot.Source,
        Root = DominatorRow.From(snapshot, node, depth, top, (long)(snapshot.Dominators.RetainedSizeOf(node) * minShare)),
    };
}
