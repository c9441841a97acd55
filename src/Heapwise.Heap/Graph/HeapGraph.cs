using System.Globalization;

namespace Heapwise.Heap.Graph;

/// <summary>
/// A heap as columns. Immutable once a snapshot is open; reading is thread-safe.
/// Bytes per node: type 1, name 4, id 4, size 4, first edge 4; location 1.5 bits, and 4 for a node that has one; detachedness 1 if
/// the file has some. Bytes per edge: type and name 4, target 4, next to each other.
/// </summary>
public sealed class HeapGraph : IDisposable
{
    internal HeapGraph(GraphColumns columns, StringTable strings, SnapshotMeta meta)
    {
        Columns = columns;
        Strings = strings;
        Meta = meta;
        NodeCount = (int)columns.Types.Length;
        EdgeCount = (int)columns.Edges.Length;
    }

    public int NodeCount { get; }

    public int EdgeCount { get; }

    public StringTable Strings { get; }

    /// <summary>The head of the file.</summary>
    public SnapshotMeta Meta { get; }

    /// <summary>Who allocated what; null unless the snapshot was opened to keep them.</summary>
    public AllocationTraces? Traces { get; internal init; }

    /// <summary>The synthetic root: node 0.</summary>
    public NodeIndex Root => new(0);

    internal GraphColumns Columns { get; }

    public NodeType TypeOf(NodeIndex node) => (NodeType)Columns.Types.Span[node.Value];

    /// <summary>The type as the file spells it, also for types unknown to this version.</summary>
    public string TypeNameOf(NodeIndex node) => Meta.NodeTypeName(Columns.Types.Span[node.Value]);

    /// <summary>Index of the node's name in <see cref="Strings"/>.</summary>
    public int NameIndexOf(NodeIndex node) => (int)Columns.Names.Span[node.Value];

    /// <summary>V8's name of the node, after "Detached " if its DOM state is detached.</summary>
    public string NameOf(NodeIndex node) => Strings[NameIndexOf(node)];

    public NodeId IdOf(NodeIndex node) => new(Columns.Ids.Get(node.Value));

    /// <summary>Bytes of the object itself and of the internal parts that only it owns (Chrome DevTools' shallow size).</summary>
    public long ShallowSizeOf(NodeIndex node) => Columns.Sizes.Get(node.Value);

    public int EdgeCountOf(NodeIndex node) => Columns.FirstEdges.Span[node.Value + 1] - Columns.FirstEdges.Span[node.Value];

    public EdgeRange EdgesOf(NodeIndex node) => new(this, node);

    public EdgeType TypeOf(EdgeIndex edge) => Columns.Edges.Span[edge.Value].Type;

    public NodeIndex TargetOf(EdgeIndex edge) => new(Columns.Edges.Span[edge.Value].Target);

    /// <summary>The node that an edge belongs to. Cost: a binary search over the nodes.</summary>
    public NodeIndex SourceOf(EdgeIndex edge)
    {
        var first = Columns.FirstEdges.Span;
        int low = 0, high = NodeCount - 1;
        while (low < high)
        {
            var middle = low + ((high - low + 1) >> 1);
            if (first[middle] <= edge.Value) low = middle;
            else high = middle - 1;
        }

        return new NodeIndex(low);
    }

    /// <summary>Whether the edge's name is a string; elements and hidden edges have a number.</summary>
    public bool HasStringName(EdgeIndex edge) => TypeOf(edge) is not (EdgeType.Element or EdgeType.Hidden);

    /// <summary>The string index of a named edge, or the number of an element or hidden edge.</summary>
    public long NameOrNumberOf(EdgeIndex edge) => Columns.EdgeNameOf(edge.Value);

    /// <summary>The edge's name, or its number as text.</summary>
    public string NameOf(EdgeIndex edge) =>
        HasStringName(edge) ? Strings[(int)NameOrNumberOf(edge)] : NameOrNumberOf(edge).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// The source location of a closure, or of an object's constructor; null if the file has none. Counted from 0, as V8 writes
    /// it.
    /// </summary>
    public SourceLocation? LocationOf(NodeIndex node) =>
        Columns.LocationOf is { } column && column[node.Value] is var location and > 0 ? Columns.Locations[location - 1] : null;

    /// <summary>Finds a node by V8's id. Cost: a scan of the ids for the first calls, then a table (4 to 8 bytes per node).</summary>
    public bool TryFind(NodeId id, out NodeIndex node) => Columns.TryFindId(id.Value, out node);

    public void Dispose()
    {
        Columns.Dispose();
        Traces?.Dispose();
        Strings.Dispose();
    }
}
