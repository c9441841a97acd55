using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Structure;

/// <summary>
/// What stands for an object when there is no identity: its class and properties, and the hop by which its path reaches it. Indexes, slots
/// of tables and keys of objects that are used as tables are one name. Strings are one class, whatever V8 makes of them.
/// </summary>
internal sealed class StructureKeys(HeapGraph graph, NameHashes names)
{
    /// <summary>Objects with fewer properties have fixed fields.</summary>
    private const int MinTable = 16;

    private readonly Dictionary<int, bool> _tables = [];

    /// <summary>The class: V8's type and name.</summary>
    public ulong ClassOf(NodeIndex node)
    {
        var type = graph.TypeOf(node);
        return type switch
        {
            NodeType.String or NodeType.ConcatenatedString or NodeType.SlicedString => (ulong)NodeType.String,
            NodeType.Number or NodeType.BigInt => (ulong)type,
            _ => NameHashes.Mix((ulong)type, names.Of(graph.NameIndexOf(node))),
        };
    }

    /// <summary>
    /// The names of a plain object's properties, in any order; 0 for all other objects, whose class says enough. Numbers do not count: V8
    /// keeps small ones in the object itself.
    /// </summary>
    public ulong ShapeOf(NodeIndex node)
    {
        if (!graph.IsObject(node, "Object"u8)) return 0;
        if (IsTable(node)) return NameHashes.Any;
        ulong shape = 1;
        foreach (var edge in graph.EdgesOf(node))
        {
            if (edge.Type != EdgeType.Property || graph.TypeOf(edge.To) == NodeType.Number) continue;
            shape += NameHashes.Mix(0, names.Of((int)graph.NameOrNumberOf(edge.Index)));
        }

        return shape;
    }

    /// <summary>The hop to a node: the edge's name and the node's class.</summary>
    public ulong StepOf(EdgeIndex edge, NodeIndex source, NodeIndex node) =>
        NameHashes.Mix(NameHashes.Mix((ulong)graph.TypeOf(edge), NameOf(edge, source)), ClassOf(node));

    /// <summary>
    /// What tells that a path repeats itself. A class or function of its own is enough, whatever the edge: a list begins at <c>head</c> and
    /// goes on by <c>next</c>. Of plain objects, collections and scopes it is the hop.
    /// </summary>
    public ulong RepetitionOf(ulong step, NodeIndex node) => graph.TypeOf(node) switch
    {
        NodeType.Closure when graph.Strings.Is(graph.NameIndexOf(node), ""u8) => step,
        NodeType.Closure => ClassOf(node),
        NodeType.Object => IsCommon(graph.NameIndexOf(node)) ? step : ClassOf(node),
        _ => step,
    };

    private bool IsCommon(int name)
    {
        var strings = graph.Strings;
        return strings.StartsWith(name, "system / "u8) || strings.Is(name, "Object"u8) || strings.Is(name, "Array"u8)
            || strings.Is(name, "Map"u8) || strings.Is(name, "Set"u8);
    }

    private ulong NameOf(EdgeIndex edge, NodeIndex source) => graph.TypeOf(edge) switch
    {
        EdgeType.Element => NameHashes.Any,
        EdgeType.Hidden => ScopeVariables.IsContext(graph, source) ? (ulong)graph.NameOrNumberOf(edge) : NameHashes.Any,
        EdgeType.Property when IsTable(source) => NameHashes.Any,
        _ => names.Of((int)graph.NameOrNumberOf(edge)),
    };

    /// <summary>Many properties, most of which lead to one kind of value.</summary>
    private bool IsTable(NodeIndex node)
    {
        if (graph.EdgeCountOf(node) < MinTable) return false;
        if (!_tables.TryGetValue(node.Value, out var known)) _tables[node.Value] = known = HasAlikeProperties(node);
        return known;
    }

    private bool HasAlikeProperties(NodeIndex node)
    {
        var kinds = new Dictionary<ulong, int>();
        var properties = 0;
        foreach (var edge in graph.EdgesOf(node))
        {
            if (edge.Type != EdgeType.Property) continue;
            properties++;
            var kind = ClassOf(edge.To);
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        }

        return properties >= MinTable && 2 * kinds.Values.Max() >= properties;
    }
}
