using System.Globalization;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Shouldly;

namespace Heapwise.Tests.Heap.Oracles;

/// <summary>Holds what the engine read against what the strict reader read, column by column.</summary>
internal static class EngineComparison
{
    /// <summary><see cref="DomStateOracle"/> and <see cref="TransferOracle"/> must have been applied to the expected heap.</summary>
    public static void SameGraph(PlainHeap expected, HeapSnapshot found)
    {
        var graph = found.Graph;
        graph.NodeCount.ShouldBe(expected.Nodes.Count);
        graph.EdgeCount.ShouldBe(expected.Edges.Count);
        graph.Meta.ExtraNativeBytes.ShouldBe(expected.ExtraNativeBytes);
        foreach (var node in expected.Nodes) SameNode(graph, node);
        foreach (var edge in expected.Edges) SameEdge(graph, edge);
        graph.Strings.FileCount.ShouldBe(expected.Strings.Count);
        for (var i = 0; i < expected.Strings.Count; i++)
        {
            if (graph.Strings[i] == expected.Strings[i]) continue;
            throw new ShouldAssertException($"string {i} is '{graph.Strings[i]}', not '{expected.Strings[i]}'");
        }
    }

    private static void SameNode(HeapGraph graph, PlainNode node)
    {
        var at = new NodeIndex(node.Index);
        Same(node, "type", graph.TypeNameOf(at), node.Type);
        Same(node, "name", graph.NameOf(at), node.Name);
        Same(node, "id", graph.IdOf(at).Value, node.Id);
        Same(node, "size", graph.ShallowSizeOf(at), node.Size);
        Same(node, "edges", graph.EdgeCountOf(at), node.Edges.Count);
        Same(node, "location", graph.LocationOf(at), node.Location);
        if (node.Edges.Count > 0) Same(node, "first edge", graph.EdgesOf(at).First, node.Edges[0].Index);
    }

    private static void SameEdge(HeapGraph graph, PlainEdge edge)
    {
        var at = new EdgeIndex(edge.Index);
        Same(edge, "source", graph.SourceOf(at).Value, edge.From.Index);
        Same(edge, "target", graph.TargetOf(at).Value, edge.To.Index);
        Same(edge, "name or number", graph.NameOf(at), edge.Name ?? edge.Number.ToString(CultureInfo.InvariantCulture));
        Same(edge, "kind of name", graph.HasStringName(at), edge.Name is not null);
        var isKnown = TypeNames.Edges.Contains(edge.Type);
        Same(edge, "type", TypeNames.Of(graph.TypeOf(at)), isKnown ? edge.Type : "other");
    }

    /// <summary>Cheaper than an assertion library where it is called millions of times.</summary>
    private static void Same<T>(object where, string what, T found, T expected)
    {
        if (EqualityComparer<T>.Default.Equals(found, expected)) return;
        throw new ShouldAssertException($"{where}: {what} is {found}, not {expected}");
    }
}
