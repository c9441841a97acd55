using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Server.Requests;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Snapshots;

/// <summary>What an object references, and what references it.</summary>
internal static class EdgeLists
{
    /// <summary>Edges that are described before they are put in order; an object with more is listed in file order.</summary>
    private const int MaxOrdered = 200_000;

    public static RowPage<HeapEdgeRow> ReadEdges(OpenHeap heap, NodeIndex node, RowQuery query)
    {
        var (snapshot, graph) = (heap.Snapshot, heap.Snapshot.Graph);
        var edges = new List<(EdgeIndex Edge, NodeIndex Other)>(graph.EdgeCountOf(node));
        foreach (var edge in graph.EdgesOf(node)) edges.Add((edge.Index, edge.To));
        var matching = Filter(snapshot, edges, query);
        IEnumerable<(EdgeIndex Edge, NodeIndex Other)> ordered = query.Sort switch
        {
            null or "file" => matching,
            _ when matching.Count > MaxOrdered => matching,
            "name" => query.IsAscending(isUsual: true)
                ? matching.OrderBy(row => graph.NameOf(row.Edge), StringComparer.OrdinalIgnoreCase)
                : matching.OrderByDescending(row => graph.NameOf(row.Edge), StringComparer.OrdinalIgnoreCase),
            "retained" => query.Ordered(matching, row => snapshot.Dominators.RetainedSizeOf(row.Other)),
            "shallow" => query.Ordered(matching, row => graph.ShallowSizeOf(row.Other)),
            _ => throw new RequestRefusedException($"sort: '{query.Sort}' is none of file, name, retained, shallow"),
        };
        return RowPage<HeapEdgeRow>.Of(edges.Count, [.. ordered], query, row => HeapEdgeRow.From(snapshot, row.Edge, node, row.Other));
    }

    /// <summary>Nearest to a root first, then the largest; what only leads there through cuts is last.</summary>
    public static RowPage<HeapEdgeRow> ReadRetainers(OpenHeap heap, NodeIndex node, CutHeap? cut, bool hidesInternals, RowQuery query)
    {
        var (snapshot, graph) = (heap.Snapshot, heap.Snapshot.Graph);
        var edges = new List<(EdgeIndex Edge, NodeIndex Other)>(snapshot.Retainers.CountOf(node));
        foreach (var edge in snapshot.Retainers.Of(node))
        {
            if (!hidesInternals || IsVisible(snapshot, edge)) edges.Add((edge.Index, edge.From));
        }

        var matching = Filter(snapshot, edges, query);
        var ordered = query.Sort switch
        {
            "retained" => query.Ordered(matching, row => snapshot.Dominators.RetainedSizeOf(row.Other)),
            "shallow" => query.Ordered(matching, row => graph.ShallowSizeOf(row.Other)),
            "name" => query.Ordered(matching, row => graph.NameOf(row.Edge), isUsuallyAscending: true),
            null or "distance" => matching
                .OrderBy(row => graph.TypeOf(row.Edge) == EdgeType.Weak ? uint.MaxValue : DistanceOf(row))
                .ThenByDescending(row => snapshot.Dominators.RetainedSizeOf(row.Other)),
            _ => throw new RequestRefusedException($"sort: '{query.Sort}' is none of distance, retained, shallow, name"),
        };
        return RowPage<HeapEdgeRow>.Of(edges.Count, [.. ordered], query, Row);

        uint DistanceOf((EdgeIndex Edge, NodeIndex Other) row) => cut is null
            ? (uint)snapshot.Distances.Of(row.Other)
            : cut.IsCut(row.Edge, row.Other) ? uint.MaxValue - 1 : (uint)(cut.DistanceOf(row.Other) ?? -3);

        HeapEdgeRow Row((EdgeIndex Edge, NodeIndex Other) row)
        {
            var described = HeapEdgeRow.From(snapshot, row.Edge, row.Other, row.Other);
            return cut is null
                ? described
                : described with
                {
                    Distance = cut.DistanceOf(row.Other),
                    IsCut = cut.IsCut(row.Edge, row.Other),
                    IsReachable = cut.Reaches(row.Other),
                };
        }
    }

    private static List<(EdgeIndex Edge, NodeIndex Other)> Filter(
        HeapSnapshot snapshot, List<(EdgeIndex Edge, NodeIndex Other)> edges, RowQuery query)
    {
        var filter = RowFilter.Parse(query.Filter);
        if (filter.IsEmpty) return edges;
        var graph = snapshot.Graph;
        return edges.FindAll(row =>
            filter.MatchesId(graph.IdOf(row.Other).Value)
            && (!filter.HasSizes || filter.MatchesSize(snapshot.Dominators.RetainedSizeOf(row.Other)))
            && (!filter.HasTexts
                || filter.MatchesText(graph.NameOf(row.Edge), $"{snapshot.Classes.NameOf(row.Other)} {graph.NameOf(row.Other)}")));
    }

    /// <summary>References that a program has: no weak ones, none from V8's bookkeeping. Scopes are the program's.</summary>
    private static bool IsVisible(HeapSnapshot snapshot, HeapEdge edge)
    {
        if (edge.Type is EdgeType.Weak or EdgeType.Hidden or EdgeType.Shortcut) return false;
        return ObjectKinds.Of(snapshot, edge.From) is not (ObjectKind.System or ObjectKind.Code)
            || snapshot.Graph.IsNamed(edge.From, "system / Context"u8);
    }
}
