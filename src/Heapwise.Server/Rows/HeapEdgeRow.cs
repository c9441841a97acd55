using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Server.Rows;

/// <summary>One edge with the object at its other end.</summary>
public sealed record HeapEdgeRow : ObjectRow
{
    [SetsRequiredMembers]
    private HeapEdgeRow(ObjectRow row)
        : base(row)
    {
        Edge = EdgeType = EdgeKey = "";
        IsReachable = true;
    }

    /// <summary>Name of the edge, or its number.</summary>
    public required string Edge { get; init; }

    public required string EdgeType { get; init; }

    /// <summary>Names the edge for cuts: <c>e</c>, the id of the object it leaves, and its position there.</summary>
    public required string EdgeKey { get; init; }

    /// <summary>Of retainers: cut by the person.</summary>
    public required bool IsCut { get; init; }

    /// <summary>Of retainers: false where only what was cut leads there.</summary>
    public required bool IsReachable { get; init; }

    internal static HeapEdgeRow From(HeapSnapshot snapshot, EdgeIndex edge, NodeIndex from, NodeIndex other)
    {
        var graph = snapshot.Graph;
        return new HeapEdgeRow(ObjectRow.From(snapshot, other))
        {
            Edge = Cut(graph.NameOf(edge), 200),
            EdgeType = TypeNames.Of(graph.TypeOf(edge)),
            EdgeKey = KeyOf(graph, edge, from),
        };
    }

    internal static string KeyOf(HeapGraph graph, EdgeIndex edge, NodeIndex from) =>
        string.Create(CultureInfo.InvariantCulture, $"e{graph.IdOf(from).Value}:{edge.Value - graph.EdgesOf(from).First}");
}
