using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Reports;

/// <summary>One object: what it is, what it points at, and what points at it. Schema <c>heapwise.node/1</c>.</summary>
public sealed record NodeReport
{
    public const string SchemaName = "heapwise.node/1";

    public string Schema { get; init; } = SchemaName;

    public required string File { get; init; }

    public required long Id { get; init; }

    public required string Type { get; init; }

    public required string Name { get; init; }

    public required string ClassName { get; init; }

    public required long SelfBytes { get; init; }

    public required long RetainedBytes { get; init; }

    public required long Distance { get; init; }

    public required long DominatorId { get; init; }

    /// <summary>All outgoing edges; <see cref="Edges"/> holds the first of them in file order.</summary>
    public required long EdgeCount { get; init; }

    public required IReadOnlyList<EdgeRow> Edges { get; init; }

    /// <summary>All incoming edges; <see cref="Retainers"/> holds the first of them in file order.</summary>
    public required long RetainerCount { get; init; }

    public required IReadOnlyList<EdgeRow> Retainers { get; init; }

    public required LocationReport? Location { get; init; }

    /// <summary>Describes a node with at most <paramref name="maxEdges"/> edges and as many retainers.</summary>
    public static NodeReport From(HeapSnapshot snapshot, NodeIndex node, int maxEdges = 1000)
    {
        var graph = snapshot.Graph;
        var edges = new List<EdgeRow>();
        foreach (var edge in graph.EdgesOf(node))
        {
            if (edges.Count == maxEdges) break;
            edges.Add(EdgeRow.From(snapshot, edge, edge.To));
        }

        return new NodeReport
        {
            File = snapshot.Source,
            Id = graph.IdOf(node).Value,
            Type = graph.TypeNameOf(node),
            Name = graph.NameOf(node),
            ClassName = snapshot.Classes.NameOf(node),
            SelfBytes = graph.ShallowSizeOf(node),
            RetainedBytes = snapshot.Dominators.RetainedSizeOf(node),
            Distance = snapshot.Distances.Of(node),
            DominatorId = graph.IdOf(snapshot.Dominators.ImmediateDominatorOf(node)).Value,
            EdgeCount = graph.EdgeCountOf(node),
            Edges = edges,
            RetainerCount = snapshot.Retainers.CountOf(node),
            Retainers = [.. snapshot.Retainers.Of(node).Take(maxEdges).Select(edge => EdgeRow.From(snapshot, edge, edge.From))],
            Location = LocationReport.From(snapshot.PositionOf(node)),
        };
    }
}

/// <summary>One edge of a node, seen from that node, with a description of the other end.</summary>
public sealed record EdgeRow
{
    public required string Edge { get; init; }

    public required string EdgeType { get; init; }

    public required long NodeId { get; init; }

    public required string NodeType { get; init; }

    public required string ClassName { get; init; }

    /// <summary>V8's name of the other node, cut at <see cref="NodeText.MaxNameLength"/> characters.</summary>
    public required string Name { get; init; }

    public required long SelfBytes { get; init; }

    public required long RetainedBytes { get; init; }

    internal static EdgeRow From(HeapSnapshot snapshot, HeapEdge edge, NodeIndex other) => new()
    {
        Edge = edge.Name,
        EdgeType = TypeNames.Of(edge.Type),
        NodeId = snapshot.Graph.IdOf(other).Value,
        NodeType = snapshot.Graph.TypeNameOf(other),
        ClassName = snapshot.Classes.NameOf(other),
        Name = NodeText.ShortNameOf(snapshot.Graph, other),
        SelfBytes = snapshot.Graph.ShallowSizeOf(other),
        RetainedBytes = snapshot.Dominators.RetainedSizeOf(other),
    };
}
