using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Server.Snapshots;

/// <summary>
/// The counted objects of each class, in file order: a counting sort of all nodes. Time: two passes over the nodes. Memory: 4 bytes a node.
/// </summary>
internal sealed class ClassMembers
{
    private readonly int[] _first;
    private readonly int[] _nodes;

    public ClassMembers(HeapSnapshot snapshot)
    {
        var (graph, classes) = (snapshot.Graph, snapshot.Classes);
        _first = new int[classes.ByPosition.Count + 1];
        for (var i = 0; i < graph.NodeCount; i++)
        {
            if (graph.ShallowSizeOf(new NodeIndex(i)) > 0) _first[classes.PositionOf(new NodeIndex(i)) + 1]++;
        }

        for (var i = 1; i < _first.Length; i++) _first[i] += _first[i - 1];
        _nodes = new int[_first[^1]];
        var next = _first.AsSpan(0, _first.Length - 1).ToArray();
        for (var i = 0; i < graph.NodeCount; i++)
        {
            if (graph.ShallowSizeOf(new NodeIndex(i)) > 0) _nodes[next[classes.PositionOf(new NodeIndex(i))]++] = i;
        }
    }

    /// <param name="position">The position of a class.</param>
    public ReadOnlySpan<int> Of(int position) => _nodes.AsSpan(_first[position], _first[position + 1] - _first[position]);
}
