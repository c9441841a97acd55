using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Names;

/// <summary>The texts of single ropes, for display. Memory: the texts of all ropes within them.</summary>
internal sealed class RopeTexts(HeapGraph graph, KnownNames names) : Ropes<string?>(graph, names)
{
    private readonly HeapGraph _graph = graph;
    private readonly Dictionary<int, (int State, string? Text)> _known = [];

    /// <summary>The text of a rope, or the name of any other node.</summary>
    public string TextOf(NodeIndex node) => Of(node) ?? "";

    protected override bool IsRope(int node) => _graph.TypeOf(new NodeIndex(node)) == NodeType.ConcatenatedString;

    protected override int StateOf(int rope) => _known.GetValueOrDefault(rope).State;

    protected override string? ValueOf(int node) =>
        IsRope(node) ? _known.GetValueOrDefault(node).Text : _graph.NameOf(new NodeIndex(node));

    protected override void Keep(int rope, int state, string? value) => _known[rope] = (state, value);

    protected override int LengthOf(string? value) => value?.Length ?? 0;

    protected override string Join(string? head, string? tail) => head + tail;
}
