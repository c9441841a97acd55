using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Server.Snapshots;

/// <summary>The totals of one group of objects.</summary>
internal struct GroupTotal
{
    public int Count { get; set; }

    public long ShallowBytes { get; set; }

    public long RetainedBytes { get; set; }

    public int Distance { get; set; }

    /// <summary>
    /// Totals of groups. An object that another one of its group dominates is not counted into the retained size again: one walk down the
    /// dominator tree, with how many of each group are above. Time: one pass over the nodes.
    /// </summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="groups">How many groups there are.</param>
    /// <param name="groupOf">The group of an object; negative: none.</param>
    public static GroupTotal[] Of(HeapSnapshot snapshot, int groups, Func<NodeIndex, int> groupOf)
    {
        var (graph, dominators) = (snapshot.Graph, snapshot.Dominators);
        var totals = new GroupTotal[groups];
        var above = new int[groups];
        var stack = new Stack<(int Node, int Leaving)>([(graph.Root.Value, -1)]);
        while (stack.TryPop(out var at))
        {
            if (at.Leaving >= 0)
            {
                above[at.Leaving]--;
                continue;
            }

            var node = new NodeIndex(at.Node);
            var size = graph.ShallowSizeOf(node);
            var group = size > 0 ? groupOf(node) : -1;
            if (group >= 0) totals[group].Add(snapshot, node, size, isDominated: above[group] > 0);
            var children = dominators.ChildrenOf(node);
            if (children.Length == 0) continue;
            if (group >= 0)
            {
                above[group]++;
                stack.Push((at.Node, group));
            }

            foreach (var child in children) stack.Push((child.Value, -1));
        }

        return totals;
    }

    private void Add(HeapSnapshot snapshot, NodeIndex node, long size, bool isDominated)
    {
        var distance = snapshot.Distances.Of(node);
        Distance = Count == 0 ? distance : Math.Min(Distance, distance);
        Count++;
        ShallowBytes += size;
        if (!isDominated) RetainedBytes += snapshot.Dominators.RetainedSizeOf(node);
    }
}
