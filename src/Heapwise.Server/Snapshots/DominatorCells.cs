using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Snapshots;

/// <summary>A cut of the dominator tree for a treemap or an icicle.</summary>
/// <param name="Root">Where it begins.</param>
/// <param name="Ancestors">From the heap's root down to there.</param>
public sealed record DominatorCells(DominatorCell Root, IReadOnlyList<AncestorRow> Ancestors)
{
    private const int MaxCells = 5_000;
    private const int MaxDepth = 50;

    /// <summary>Cells below this share of the root are summed up: on a screen they would be less than a few pixels.</summary>
    private const double MinShare = 0.0002;

    /// <summary>
    /// The largest cells first, until there are enough: a queue by size, so that a deep and large part is cut out as well as a shallow one.
    /// </summary>
    internal static DominatorCells From(HeapSnapshot snapshot, NodeIndex root, int depth, int max)
    {
        depth = Math.Clamp(depth, 1, MaxDepth);
        max = Math.Clamp(max, 1, MaxCells);
        var dominators = snapshot.Dominators;
        var minBytes = (long)(dominators.RetainedSizeOf(root) * MinShare);
        var top = new Builder(root, 0);
        var queue = new PriorityQueue<Builder, long>([(top, 0)]);
        for (var cells = 1; cells < max && queue.TryDequeue(out var at, out _);)
        {
            foreach (var child in Largest(snapshot, at.Node, minBytes, max - cells))
            {
                var cell = new Builder(child, at.Depth + 1);
                at.Children.Add(cell);
                cells++;
                if (cell.Depth < depth) queue.Enqueue(cell, -dominators.RetainedSizeOf(child));
            }
        }

        return new DominatorCells(Build(snapshot, top), AncestorRow.Of(snapshot, root));
    }

    private static List<NodeIndex> Largest(HeapSnapshot snapshot, NodeIndex node, long minBytes, int max)
    {
        var found = new List<(NodeIndex Node, long Bytes)>();
        foreach (var child in snapshot.Dominators.ChildrenOf(node))
        {
            var bytes = snapshot.Dominators.RetainedSizeOf(child);
            if (bytes >= Math.Max(1, minBytes)) found.Add((child, bytes));
        }

        return [.. found.OrderByDescending(child => child.Bytes).Take(max).Select(child => child.Node)];
    }

    private static DominatorCell Build(HeapSnapshot snapshot, Builder cell)
    {
        var (graph, dominators) = (snapshot.Graph, snapshot.Dominators);
        var children = cell.Children.Select(child => Build(snapshot, child)).ToList();
        var childCount = dominators.ChildrenOf(cell.Node).Length;
        var retained = dominators.RetainedSizeOf(cell.Node);
        var self = graph.ShallowSizeOf(cell.Node);
        var rest = retained - self - children.Sum(child => child.RetainedBytes);
        return new DominatorCell
        {
            Id = graph.IdOf(cell.Node).Value,
            Kind = ObjectKinds.Of(snapshot, cell.Node),
            ClassName = snapshot.Classes.NameOf(cell.Node),
            Name = ObjectRow.Cut(snapshot.DisplayNameOf(cell.Node), NodeText.MaxNameLength),
            SelfBytes = self,
            RetainedBytes = retained,
            ChildCount = childCount,
            Children = children,
            Rest = childCount > children.Count ? new CellRest(childCount - children.Count, Math.Max(0, rest)) : null,
        };
    }

    private sealed class Builder(NodeIndex node, int depth)
    {
        public NodeIndex Node => node;

        public int Depth => depth;

        public List<Builder> Children { get; } = [];
    }
}

/// <summary>One object with the largest of those that it dominates.</summary>
public sealed record DominatorCell
{
    public required long Id { get; init; }

    public required ObjectKind Kind { get; init; }

    public required string ClassName { get; init; }

    public required string Name { get; init; }

    public required long SelfBytes { get; init; }

    public required long RetainedBytes { get; init; }

    /// <summary>Objects that it dominates immediately.</summary>
    public required int ChildCount { get; init; }

    /// <summary>The largest of them.</summary>
    public required IReadOnlyList<DominatorCell> Children { get; init; }

    /// <summary>Those that are not in <see cref="Children"/>.</summary>
    public required CellRest? Rest { get; init; }
}

/// <summary>Objects that are summed up.</summary>
public sealed record CellRest(int Count, long Bytes);

/// <summary>One step of the breadcrumbs.</summary>
public sealed record AncestorRow(long Id, string ClassName, string Name, long RetainedBytes)
{
    private const int MaxAncestors = 200;

    internal static IReadOnlyList<AncestorRow> Of(HeapSnapshot snapshot, NodeIndex node)
    {
        var rows = new List<AncestorRow>();
        for (var at = node; rows.Count < MaxAncestors; at = snapshot.Dominators.ImmediateDominatorOf(at))
        {
            rows.Add(new AncestorRow(
                snapshot.Graph.IdOf(at).Value, snapshot.Classes.NameOf(at), NodeText.ShortNameOf(snapshot.Graph, at),
                snapshot.Dominators.RetainedSizeOf(at)));
            if (at == snapshot.Graph.Root) break;
        }

        rows.Reverse();
        return rows;
    }
}
