using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Server.Snapshots;

/// <summary>Paths from the root to an object, the best first.</summary>
/// <param name="Holder">The object in the program's words; null where it has none.</param>
/// <param name="Paths">Empty where nothing but weak references, or cuts, leads there.</param>
public sealed record HeapPaths(string? Holder, IReadOnlyList<RetainerPathReport> Paths)
{
    private const int MaxPaths = 50;

    internal static HeapPaths Find(OpenHeap heap, NodeIndex node, int count, CutHeap? cut)
    {
        count = Math.Clamp(count, 1, MaxPaths);
        var report = RetainersReport.FromNode(heap.Paths, node, cut is null ? count : 1);
        return cut is null
            ? new HeapPaths(report.Holder, report.Paths)
            : new HeapPaths(report.Holder, [.. FindCut(heap.Snapshot, node, cut, count)]);
    }

    /// <summary>A shortest path for each retainer that is still reached, those of one class and edge once.</summary>
    private static IEnumerable<RetainerPathReport> FindCut(HeapSnapshot snapshot, NodeIndex node, CutHeap cut, int count)
    {
        if (!cut.Reaches(node)) return [];
        var graph = snapshot.Graph;
        return snapshot.Retainers.Of(node)
            .Where(edge => !edge.IsWeak && !cut.IsCut(edge.Index, edge.From) && cut.Reaches(edge.From) && edge.From != node)
            .OrderBy(edge => cut.DistanceOf(edge.From))
            .DistinctBy(edge => (snapshot.Classes.PositionOf(edge.From), graph.TypeOf(edge.Index), graph.NameOrNumberOf(edge.Index)))
            .Select(edge => (IReadOnlyList<EdgeIndex>)[.. cut.PathTo(edge.From), edge.Index])
            .Where(path => path.Count(edge => graph.TargetOf(edge) == node) == 1)
            .Take(count)
            .Select(path => RetainerPathReport.From(snapshot, ToPath(graph, path)));
    }

    private static RootPath ToPath(HeapGraph graph, IReadOnlyList<EdgeIndex> edges) =>
        new([new PathHop(null, graph.Root), .. edges.Select(edge => new PathHop(edge, graph.TargetOf(edge)))]);
}
