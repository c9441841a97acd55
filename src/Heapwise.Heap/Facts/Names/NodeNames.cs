using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Names;

/// <summary>
/// The displayed name of a node: V8's name, except for concatenated strings (their joined parts) and plain objects (their
/// properties).
/// </summary>
internal sealed class NodeNames(HeapGraph graph, KnownNames names)
{
    private const int MaxLength = 100;

    public string Of(NodeIndex node) => graph.TypeOf(node) switch
    {
        NodeType.ConcatenatedString => new RopeTexts(graph, names).TextOf(node),
        NodeType.Object when graph.NameIndexOf(node) == names.Object => DescribeObject(node),
        _ => graph.NameOf(node),
    };

    /// <summary><c>{first, second, …, last}</c>, from both ends inwards, about 100 characters.</summary>
    private string DescribeObject(NodeIndex node)
    {
        var properties = new List<string>();
        foreach (var edge in graph.EdgesOf(node))
        {
            if (edge.Type != EdgeType.Property || graph.NameOrNumberOf(edge.Index) == names.Proto) continue;
            properties.Add(PropertyNames.Format(edge.Name));
        }

        var (start, end) = (0, properties.Count - 1);
        int front = 1, back = 1;
        var head = new List<string>();
        var tail = new List<string>();
        for (var fromEnd = false; start <= end; fromEnd = !fromEnd)
        {
            var property = properties[fromEnd ? end : start];
            if (head.Count > 0 && front + back + property.Length > MaxLength) break;
            if (fromEnd)
            {
                back += property.Length + (tail.Count > 0 ? 2 : 0);
                tail.Insert(0, property);
                end--;
            }
            else
            {
                front += property.Length + (head.Count > 0 ? 2 : 0);
                head.Add(property);
                start++;
            }
        }

        if (start <= end) head.Add("…");
        return "{" + string.Join(", ", head.Concat(tail)) + "}";
    }
}
