using Heapwise.Heap.Graph;
using static Heapwise.Tests.Heap.Oracles.StrictReader;

namespace Heapwise.Tests.Heap.Oracles;

/// <summary>Turns the columns of a file into a <see cref="PlainHeap"/> and checks every index.</summary>
internal sealed class StrictAssembly(StrictHead head, List<string> strings)
{
    public PlainHeap Assemble(List<long> nodes, List<long> edges, List<long> locations)
    {
        var (nodeFields, edgeFields) = (head.NodeFields.Count, head.EdgeFields.Count);
        Require(head.NodeCount >= 1, "no root");
        Require(nodes.Count % nodeFields == 0 && nodes.Count / nodeFields == head.NodeCount, "node_count differs");
        Require(edges.Count % edgeFields == 0 && edges.Count / edgeFields == head.EdgeCount, "edge_count differs");

        var plainNodes = Enumerable.Range(0, nodes.Count / nodeFields)
            .Select(i => Node(i, nodes.Slice(i * nodeFields, nodeFields)))
            .ToList();
        var plainEdges = new List<PlainEdge>();
        foreach (var node in plainNodes)
        {
            var count = nodes[(node.Index * nodeFields) + head.NodeFields.IndexOf("edge_count")];
            Require(count <= head.EdgeCount - plainEdges.Count, "more edges counted than there are");
            for (var i = 0; i < count; i++)
            {
                var record = edges.Slice(plainEdges.Count * edgeFields, edgeFields);
                plainEdges.Add(Edge(plainEdges.Count, node, plainNodes, record));
            }
        }

        Require(plainEdges.Count == head.EdgeCount, "fewer edges counted than there are");
        foreach (var edge in plainEdges)
        {
            edge.From.Edges.Add(edge);
            edge.To.Retainers.Add(edge);
        }

        AddLocations(plainNodes, locations);
        var extraNativeBytes = Math.Max(0, head.ExtraNativeBytes);
        var total = plainNodes.Aggregate((Int128)extraNativeBytes, (sum, node) => sum + node.Size);
        Require(total <= long.MaxValue, "sizes add up beyond 2^63");
        return new PlainHeap
        {
            Nodes = plainNodes,
            Edges = plainEdges,
            Strings = strings,
            ExtraNativeBytes = extraNativeBytes,
            HasDetachedness = head.NodeFields.Contains("detachedness"),
        };
    }

    private PlainNode Node(int index, List<long> record)
    {
        long Field(string name) => record[head.NodeFields.IndexOf(name)];
        Require(Field("type") < head.NodeTypes.Count, "node type out of range");
        Require(Field("name") < strings.Count, "node name out of range");
        var detachedness = head.NodeFields.Contains("detachedness") ? Field("detachedness") : 0;
        Require(detachedness <= 2, "unknown detachedness");
        return new PlainNode
        {
            Index = index,
            Type = head.NodeTypes[(int)Field("type")],
            Name = strings[(int)Field("name")],
            Id = Field("id"),
            Size = Field("self_size"),
            Detachedness = (int)detachedness,
        };
    }

    private PlainEdge Edge(int index, PlainNode from, List<PlainNode> nodes, List<long> record)
    {
        long Field(string name) => record[head.EdgeFields.IndexOf(name)];
        Require(Field("type") < head.EdgeTypes.Count, "edge type out of range");
        var type = head.EdgeTypes[(int)Field("type")];
        var number = Field("name_or_index");
        var isNumber = type is "element" or "hidden";
        Require(isNumber || number < strings.Count, "edge name out of range");
        return new PlainEdge(index, from, type, isNumber ? null : strings[(int)number], number, Target(nodes, Field("to_node")));
    }

    private PlainNode Target(List<PlainNode> nodes, long position)
    {
        Require(position % head.NodeFields.Count == 0 && position / head.NodeFields.Count < nodes.Count, "no node there");
        return nodes[(int)(position / head.NodeFields.Count)];
    }

    private void AddLocations(List<PlainNode> nodes, List<long> locations)
    {
        if (locations.Count == 0) return;
        var fields = head.LocationFields;
        Require(fields.Count > 0, "locations without fields");
        Require(locations.Count % fields.Count == 0, "half a location");
        for (var at = 0; at < locations.Count; at += fields.Count)
        {
            int Field(string name)
            {
                var value = locations[at + fields.IndexOf(name)];
                Require(value <= uint.MaxValue, "location beyond 32 bits");
                return unchecked((int)value); // V8 writes -1 as 4294967295
            }

            var node = Target(nodes, locations[at + fields.IndexOf("object_index")]);
            node.Location = new SourceLocation(Field("script_id"), Field("line"), Field("column"));
        }
    }
}
