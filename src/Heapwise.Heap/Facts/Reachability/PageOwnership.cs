using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Reachability;

/// <summary>
/// The nodes that the program owns, in contrast to those of a debugger or V8: everything that the root's shortcut edges (global
/// objects) and its "(Document DOM trees)" reach over edges that are not weak. The same sweep visits every edge, so it also finds
/// the joins: the nodes that more than one edge may keep alive, about one node in six.
///
/// Nodes are swept in file order. V8 writes them roughly from the roots outwards, so most targets are ahead of the sweep and need
/// no queue; only those behind it go onto a stack. Two bits per node.
/// </summary>
/// <param name="Owned">The nodes that the program owns.</param>
/// <param name="Joins">
/// Nodes with more than one incoming edge that may be essential, and all targets of the root. Any other node has at most one such
/// edge.
/// </param>
internal readonly record struct PageOwnership(NodeBits Owned, NodeBits Joins)
{
    public static PageOwnership Mark(GraphColumns columns, KnownNames names)
    {
        var count = (int)columns.Types.Length;
        var (owned, joins) = (new NodeBits(count), new NodeBits(count));
        var behind = new IntStack();
        var first = columns.FirstEdges.Span;
        var edges = columns.Edges.Span;

        joins.Set(0);
        for (var edge = first[0]; edge < first[1]; edge++)
        {
            var target = edges[edge].Target;
            joins.Set(target);
            var isSeed = edges[edge].Type == EdgeType.Shortcut
                || (edges[edge].Type == EdgeType.Element && IsDocumentDomTrees(columns, names, target));
            if (isSeed) owned.Set(target);
        }

        for (var node = 0; node < count; node++)
        {
            if (!owned[node]) continue;
            var at = node;
            do
            {
                for (int edge = first[at], end = first[at + 1]; edge < end; edge++)
                {
                    if (edges[edge].IsWeak) continue;
                    var target = edges[edge].Target;
                    if (!owned.Add(target)) joins.Set(target);
                    else if (target < node) behind.Push(target);
                }
            }
            while (behind.TryPop(out at));
        }

        MarkJoinsOutside(columns, owned, joins);
        return new PageOwnership(owned, joins);
    }

    public static bool IsDocumentDomTrees(GraphColumns columns, KnownNames names, int node) =>
        columns.Types[node] == (byte)NodeType.Synthetic
        && columns.Names[node] == (uint)names.DocumentDomTrees
        && names.DocumentDomTrees >= 0;

    /// <summary>Marks the joins among nodes that the program does not own; their edges to owned nodes are never essential.</summary>
    private static void MarkJoinsOutside(GraphColumns columns, NodeBits owned, NodeBits joins)
    {
        var count = (int)columns.Types.Length;
        var met = new NodeBits(count);
        for (var node = 1; node < count; node++)
        {
            if (owned[node]) continue;
            for (int edge = columns.FirstEdges[node], end = columns.FirstEdges[node + 1]; edge < end; edge++)
            {
                var packed = columns.Edges[edge];
                if (!packed.IsWeak && !owned[packed.Target] && !met.Add(packed.Target)) joins.Set(packed.Target);
            }
        }
    }
}
