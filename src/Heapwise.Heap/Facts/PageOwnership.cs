using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>
/// Which nodes the program owns, as against the debugger or V8: everything that the root's shortcut edges (global
/// objects) and its "(Document DOM trees)" reach over edges that are not weak.
///
/// Nodes are swept in file order, which V8 writes roughly from the roots outwards: most targets lie ahead of the sweep
/// and need no queue; only those behind it go on a stack. One bit a node.
/// </summary>
internal static class PageOwnership
{
    public static NodeBits Mark(GraphColumns columns, KnownNames names)
    {
        var count = (int)columns.Types.Length;
        var owned = new NodeBits(count);
        var behind = new IntStack();
        var first = columns.FirstEdges.Span;
        var edges = columns.Edges.Span;

        for (var edge = first[0]; edge < first[1]; edge++)
        {
            var target = edges[edge].Target;
            var seed = edges[edge].Type == EdgeType.Shortcut || (edges[edge].Type == EdgeType.Element && IsDocumentDomTrees(columns, names, target));
            if (seed) owned.Set(target);
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
                    if (owned.Add(target) && target < node) behind.Push(target);
                }
            }
            while (behind.TryPop(out at));
        }

        return owned;
    }

    public static bool IsDocumentDomTrees(GraphColumns columns, KnownNames names, int node) =>
        columns.Types[node] == (byte)NodeType.Synthetic && columns.Names[node] == (uint)names.DocumentDomTrees && names.DocumentDomTrees >= 0;
}
