using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// Objects that are put into several containers at once (a Map by id, a list of all, an index by user) leave something
/// behind in each of them: the objects themselves where the best path runs, keys or small arrays in the others. That is one
/// leak with several holders. A cluster whose container holds mostly what another cluster's container holds is joined with
/// it: the one with the objects speaks, the other is named as a further holder. Cost: the entries of each cluster's
/// container, and of the containers in it, once.
/// </summary>
internal static class AlikeClusters
{
    /// <summary>The share of a container's new entries that must belong to the other cluster.</summary>
    private const double MinShare = 0.5;

    /// <param name="survivors">What was born since the first snapshot.</param>
    /// <param name="clusters">Clusters by bytes, most first.</param>
    /// <param name="intervals">The load.</param>
    public static IReadOnlyList<LeakCluster> Join(SurvivorSet survivors, IReadOnlyList<LeakCluster> clusters, SnapshotIntervals intervals)
    {
        var byHolder = new Dictionary<NodeIndex, int>();
        for (var i = clusters.Count - 1; i >= 0; i--)
        {
            if (clusters[i].Kind != ContainerKind.None) byHolder[clusters[i].Holder.Node] = i;
        }

        // A cluster that was joined with another one takes those joined with it along.
        var home = Enumerable.Range(0, clusters.Count).ToArray();
        for (var i = 0; i < clusters.Count; i++)
        {
            if (byHolder.Count < 2 || clusters[i].Kind == ContainerKind.None) continue;
            if (HomeOf(survivors, byHolder, clusters[i].Holder.Node, i) is { } other && Top(home, other) != i) home[i] = other;
        }

        return [.. clusters.Select((_, i) => i).GroupBy(i => Top(home, i)).Select(group =>
            Join([clusters[group.Key], .. group.Where(i => i != group.Key).Select(i => clusters[i])], intervals))];
    }

    private static int Top(int[] home, int at)
    {
        while (home[at] != at) at = home[at];
        return at;
    }

    private static LeakCluster Join(List<LeakCluster> parts, SnapshotIntervals intervals)
    {
        if (parts.Count == 1) return parts[0];
        var others = parts[0].AlsoHeldBy.ToList();
        foreach (var name in parts.Skip(1).Select(part => part.Name))
        {
            if (name.Kind is HolderKind.None or HolderKind.Unnamed) continue;
            if (!others.Exists(other => other.Identity.WithoutEntries() == name.Identity.WithoutEntries())) others.Add(name);
        }

        return ClusterSum.Add(parts, intervals) with { AlsoHeldBy = others };
    }

    /// <summary>The other cluster that most of a container's new entries belong to; null where there is none.</summary>
    private static int? HomeOf(SurvivorSet survivors, Dictionary<NodeIndex, int> byHolder, NodeIndex holder, int self)
    {
        var counts = new Dictionary<int, int>();
        var all = 0;
        foreach (var entry in EntriesOf(survivors, holder))
        {
            if (survivors.IntervalOf(entry) < 0) continue;
            all++;
            if (ClusterOf(survivors.Paths, byHolder, entry) is not { } cluster || cluster == self) continue;
            counts[cluster] = counts.GetValueOrDefault(cluster) + 1;
        }

        if (counts.Count == 0 || all < SnapshotIntervals.MinObjects) return null;
        var (most, count) = counts.MaxBy(row => row.Value);
        return count >= MinShare * all ? most : null;
    }

    /// <summary>Objects and functions in a container, or in the containers that it contains.</summary>
    private static IEnumerable<NodeIndex> EntriesOf(SurvivorSet survivors, NodeIndex holder)
    {
        var snapshot = survivors.Paths.Snapshot;
        foreach (var entry in ContentOf(snapshot.Graph, holder))
        {
            if (ContainerKinds.Recognize(snapshot, entry) is ContainerKind.Array or ContainerKind.Map or ContainerKind.Set)
            {
                foreach (var inner in ContentOf(snapshot.Graph, entry)) yield return inner;
            }
            else
            {
                yield return entry;
            }
        }
    }

    private static IEnumerable<NodeIndex> ContentOf(HeapGraph graph, NodeIndex container)
    {
        foreach (var store in StoresOf(graph, container).Append(container))
        {
            foreach (var edge in EdgesOf(graph, store)) yield return edge;
        }
    }

    private static List<NodeIndex> StoresOf(HeapGraph graph, NodeIndex container)
    {
        var stores = new List<NodeIndex>();
        foreach (var edge in graph.EdgesOf(container))
        {
            if (ContainerKinds.IsBackingStore(graph, edge.To, edge.Index) && edge.Name == "table") stores.Add(edge.To);
        }

        return stores;
    }

    private static List<NodeIndex> EdgesOf(HeapGraph graph, NodeIndex node)
    {
        var found = new List<NodeIndex>();
        var isTable = graph.TypeOf(node) == NodeType.Array;
        foreach (var edge in graph.EdgesOf(node))
        {
            var isEntry = isTable ? edge.Type == EdgeType.Internal : edge.Type is EdgeType.Element or EdgeType.Property;
            if (isEntry && graph.TypeOf(edge.To) is NodeType.Object or NodeType.Closure) found.Add(edge.To);
        }

        return found;
    }

    /// <summary>
    /// The cluster whose container an object is an entry of by its best path, itself or by way of one container in between.
    /// </summary>
    private static int? ClusterOf(RootPaths paths, Dictionary<NodeIndex, int> byHolder, NodeIndex entry)
    {
        var container = AccumulationPoints.ContainerOf(paths, paths.ParentOf(entry));
        if (byHolder.TryGetValue(container, out var cluster)) return cluster;
        if (ContainerKinds.Recognize(paths.Snapshot, container) == ContainerKind.None || paths.ParentEdgeOf(container) is null) return null;
        return byHolder.TryGetValue(AccumulationPoints.ContainerOf(paths, paths.ParentOf(container)), out cluster) ? cluster : null;
    }
}
