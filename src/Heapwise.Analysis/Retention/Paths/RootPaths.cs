using Heapwise.Heap;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;
using Heapwise.Heap.Index;

namespace Heapwise.Analysis.Retention.Paths;

/// <summary>
/// The best path from the root to every node: the cheapest by <see cref="EdgeCosts"/>. One pass of Dial's algorithm
/// (Dijkstra with a ring of buckets, since costs are small whole numbers) over all edges gives all paths at once, so that asking for a
/// node's path never walks the fan-out of what holds it. Time: O(edges + nodes). Memory: 16 bytes a node.
/// Where costs are equal, the holder that is older by its id is taken: what holds an object for long says more than a copy that was just
/// made. Where ids say nothing, file order decides, so answers are the same in every run. Entries of a container that is younger than they
/// are cost more where it is known when the watch began: the container is a copy, alive by chance, as of a list of listeners during an
/// emission.
/// </summary>
public sealed class RootPaths : IDisposable
{
    private const int NoEdge = -1;

    /// <summary>What an entry that is older than its container costs more: less than a hop through V8's bookkeeping.</summary>
    private const int CopyCost = 12;

    /// <summary>Identifies the rules by which this build finds paths.</summary>
    private static readonly Guid Rules = typeof(RootPaths).Module.ModuleVersionId;

    private readonly HeapSnapshot _snapshot;
    private readonly NativeColumn<int> _parentEdges;
    private readonly NativeColumn<int>? _parents;
    private readonly NativeColumn<int>? _order;
    private readonly NativeColumn<int> _best;
    private readonly int _reached;

    private RootPaths(
        HeapSnapshot snapshot,
        NativeColumn<int> parentEdges,
        NativeColumn<int>? parents,
        NativeColumn<int>? order,
        NativeColumn<int> best,
        int reached,
        EdgeCosts costs)
    {
        _snapshot = snapshot;
        _parentEdges = parentEdges;
        _parents = parents;
        _order = order;
        _best = best;
        _reached = reached;
        Costs = costs;
    }

    public static RootPaths Compute(HeapSnapshot snapshot, CancellationToken cancellation = default) =>
        Compute(snapshot, long.MaxValue, cancellation);

    /// <summary>
    /// The same where ids say nothing about ages: of paths that cost the same, the one that comes first by the names of its last hop is
    /// taken, so that processes of one program have the same paths.
    /// </summary>
    public static RootPaths ComputeByNames(HeapSnapshot snapshot, CancellationToken cancellation = default) =>
        Compute(snapshot, byNames: true, long.MaxValue, cancellation);

    /// <param name="snapshot">The snapshot.</param>
    /// <param name="firstMaxId">The highest id when the watch began, after which copies are young.</param>
    /// <param name="cancellation">Ends the search early.</param>
    public static RootPaths Compute(HeapSnapshot snapshot, long firstMaxId, CancellationToken cancellation = default) =>
        Compute(snapshot, byNames: false, firstMaxId, cancellation);

    private static RootPaths Compute(HeapSnapshot snapshot, bool byNames, long firstMaxId, CancellationToken cancellation)
    {
        var count = snapshot.Graph.NodeCount;
        var parentEdges = new NativeColumn<int>(count);
        var parents = new NativeColumn<int>(count);
        var order = new NativeColumn<int>(count);
        var best = new NativeColumn<int>(count);
        var costs = new EdgeCosts(snapshot);
        var reached = Search(
            snapshot.Graph, costs, parentEdges.Span, parents.Span, order.Span, best.Span, byNames, firstMaxId, cancellation);
        return new RootPaths(snapshot, parentEdges, parents, order, best, reached, costs);
    }

    /// <summary>The same without <see cref="Order"/>, immediately where the snapshot's index has the paths.</summary>
    public static RootPaths ForSingleNodes(HeapSnapshot snapshot, CancellationToken cancellation = default) =>
        snapshot.KnownPaths(Rules) is { } known
            ? new RootPaths(snapshot, known.Edges, null, null, known.Costs, 0, new EdgeCosts(snapshot))
            : Compute(snapshot, cancellation);

    /// <summary>Positions of all nodes that strong edges reach, the root first, each after its parent.</summary>
    public ReadOnlySpan<int> Order => _order is { } order
        ? order.Slice(0, _reached)
        : throw new InvalidOperationException("These paths came from an index, which keeps no order.");

    internal EdgeCosts Costs { get; }

    internal HeapSnapshot Snapshot => _snapshot;

    /// <summary>False where only weak edges, or none, lead to the node.</summary>
    public bool Reaches(NodeIndex node) => node == _snapshot.Graph.Root || _parentEdges[node.Value] != NoEdge;

    /// <summary>The last edge of the best path; the root and unreached nodes have none.</summary>
    public EdgeIndex? ParentEdgeOf(NodeIndex node) => _parentEdges[node.Value] is var edge and >= 0 ? new EdgeIndex(edge) : null;

    /// <summary>The node before this one on the best path; the root and unreached nodes are their own.</summary>
    public NodeIndex ParentOf(NodeIndex node)
    {
        if (ParentEdgeOf(node) is not { } edge) return node;
        return _parents is { } parents ? new NodeIndex(parents[node.Value]) : _snapshot.Graph.SourceOf(edge);
    }

    /// <summary>The best path to a node; null where there is none.</summary>
    public RootPath? FindPath(NodeIndex node)
    {
        if (!Reaches(node)) return null;
        var hops = new List<PathHop>();
        for (var at = node; ParentEdgeOf(at) is { } edge; at = ParentOf(at)) hops.Add(new PathHop(edge, at));
        hops.Add(new PathHop(null, _snapshot.Graph.Root));
        hops.Reverse();
        return new RootPath(hops);
    }

    /// <summary>The cost of the best path; <see cref="int.MaxValue"/> where there is none.</summary>
    public int CostOf(NodeIndex node) => _best[node.Value];

    /// <summary>The columns for an index to keep; it shares this object's columns.</summary>
    public PathColumns ToColumns() => new(Rules, _parentEdges, _best);

    public void Dispose()
    {
        _parentEdges.Dispose();
        _parents?.Dispose();
        _order?.Dispose();
        _best.Dispose();
    }

    // Long because it is one loop over all edges, whose state is in locals.
    private static int Search(
        HeapGraph graph,
        EdgeCosts costs,
        Span<int> parentEdges,
        Span<int> parents,
        Span<int> order,
        Span<int> best,
        bool byNames,
        long firstMaxId,
        CancellationToken cancellation)
    {
        parentEdges.Fill(NoEdge);
        best.Fill(int.MaxValue);
        var ring = new List<int>[EdgeCosts.Max + 1];
        for (var i = 0; i < ring.Length; i++) ring[i] = [];
        best[0] = 0;
        ring[0].Add(0);
        var waiting = 1L;
        var settled = 0;
        for (var cost = 0; waiting > 0; cost++)
        {
            // Every hop costs at least 1, so a bucket does not grow while it is emptied.
            var bucket = ring[cost % ring.Length];
            waiting -= bucket.Count;
            foreach (var at in bucket)
            {
                // A cheaper path was found since the node was put here. Costs only fall, so no bucket has a node twice.
                if (best[at] != cost) continue;
                order[settled++] = at;
                if ((settled & 0xFFFFF) == 0) cancellation.ThrowIfCancellationRequested();
                var node = new NodeIndex(at);
                var leaving = costs.LeavingOf(node);
                var owner = graph.TypeOf(node) == NodeType.Array ? new NodeIndex(parents[at]) : node;
                var bornAt = graph.IdOf(owner) is { IsStable: true } id && id.Value > firstMaxId ? id.Value : 0;
                foreach (var edge in graph.EdgesOf(node))
                {
                    var hop = costs.Of(edge.Index, node, leaving);
                    if (hop == EdgeCosts.Excluded) continue;
                    if (bornAt > 0 && IsOlderEntry(graph, edge, bornAt)) hop = Math.Min(EdgeCosts.Max, hop + CopyCost);
                    var to = edge.To.Value;
                    if (best[to] < cost + hop) continue;
                    if (best[to] == cost + hop)
                    {
                        var other = new NodeIndex(parents[to]);
                        var names = byNames ? CompareNames(graph, edge.Index, node, new EdgeIndex(parentEdges[to]), other) : 0;
                        if (names > 0 || (names == 0 && !IsOlder(graph, node, other))) continue;
                        parentEdges[to] = edge.Index.Value;
                        parents[to] = at;
                        continue;
                    }

                    best[to] = cost + hop;
                    parentEdges[to] = edge.Index.Value;
                    parents[to] = at;
                    ring[(cost + hop) % ring.Length].Add(to);
                    waiting++;
                }
            }

            bucket.Clear();
        }

        return settled;
    }

    /// <summary>True for an entry of an array or of a table that was born before its container.</summary>
    private static bool IsOlderEntry(HeapGraph graph, HeapEdge edge, long bornAt)
    {
        var mayBeEntry = edge.Type is EdgeType.Element or EdgeType.Internal && graph.TypeOf(edge.To) is NodeType.Object or NodeType.Closure;
        return mayBeEntry && EdgeNames.Generalize(graph, edge.Index) is "[]" or "*"
            && graph.IdOf(edge.To) is { IsStable: true } id && id.Value < bornAt;
    }

    /// <summary>Compares two hops to one node by the name of the edge, then by that of the node that it leaves.</summary>
    private static int CompareNames(HeapGraph graph, EdgeIndex edge, NodeIndex source, EdgeIndex otherEdge, NodeIndex other)
    {
        if (graph.TypeOf(edge) != graph.TypeOf(otherEdge)) return graph.TypeOf(edge).CompareTo(graph.TypeOf(otherEdge));
        var byEdge = graph.HasStringName(edge)
            ? Compare(graph.Strings, (int)graph.NameOrNumberOf(edge), (int)graph.NameOrNumberOf(otherEdge))
            : 0;
        return byEdge != 0 ? byEdge : Compare(graph.Strings, graph.NameIndexOf(source), graph.NameIndexOf(other));
    }

    private static int Compare(StringTable strings, int a, int b) =>
        a == b || a >= strings.FileCount || b >= strings.FileCount ? 0 : strings.Utf8(a).SequenceCompareTo(strings.Utf8(b));

    private static bool IsOlder(HeapGraph graph, NodeIndex node, NodeIndex other) =>
        graph.IdOf(node) is { IsStable: true } id && graph.IdOf(other) is { IsStable: true } known && id.Value < known.Value;
}

/// <summary>One hop: the edge and the node it leads to. The root has no edge.</summary>
public readonly record struct PathHop(EdgeIndex? Edge, NodeIndex Node);

/// <summary>A path from the root (first) to a node (last).</summary>
public sealed record RootPath(IReadOnlyList<PathHop> Hops)
{
    public NodeIndex Target => Hops[^1].Node;
}
