namespace Heapwise.Heap.Graph;

/// <summary>A view of one edge; holds no storage of its own.</summary>
public readonly struct HeapEdge(HeapGraph graph, EdgeIndex index, NodeIndex from)
{
    public EdgeIndex Index => index;

    public NodeIndex From => from;

    public NodeIndex To => graph.TargetOf(index);

    public EdgeType Type => graph.TypeOf(index);

    public string Name => graph.NameOf(index);

    public bool IsWeak => Type == EdgeType.Weak;
}
