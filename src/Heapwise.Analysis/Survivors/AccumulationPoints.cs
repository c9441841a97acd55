using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Survivors;

/// <summary>
/// Finds the accumulation points. From the root, the tree of owners is descended into every child below which every interval left a few
/// survivors. They need not be steady yet, since there may be unrelated ones (one more connection) next to a leak. What remains at a node
/// is grouped by class: the survivors that it owns itself and those of the other children. A group that is steady, as a whole or by its
/// entries, is an accumulation point, so an array with a new element a request is found itself. Similar points inside one container, such
/// as the growing arrays of a Map, are merged into one point there.
/// </summary>
internal static class AccumulationPoints
{
    /// <summary>Groups that are steady only when taken together must leave about one object a request.</summary>
    private const double MinMixedPerRequest = 0.9;

    /// <summary>A growing object counts as part of a container's entry up to this many hops below the container.</summary>
    private const int MaxHopsInside = 3;

    public static IReadOnlyList<AccumulationPoint> Find(SurvivorSet survivors, OwnerTree tree, SnapshotIntervals intervals)
    {
        var found = new List<AccumulationPoint>();
        if (tree.RootSlot is not { } root) return found;
        var waiting = new Stack<int>();
        waiting.Push(root);
        while (waiting.TryPop(out var slot))
        {
            var rest = new List<int>();
            foreach (var child in tree.ChildrenOf(slot))
            {
                if (SnapshotIntervals.AreEnough(tree.CountsOf(child))) waiting.Push(child);
                else rest.Add(child);
            }

            found.AddRange(FindAt(survivors, tree, intervals, slot, rest));
        }

        return Merge(survivors.Paths, found);
    }

    /// <summary>
    /// Joins points inside the entries of one container, at most <see cref="MaxHopsInside"/> hops below it, with each other and with a
    /// point at the container itself.
    /// </summary>
    private static List<AccumulationPoint> Merge(RootPaths paths, List<AccumulationPoint> points)
    {
        var inside = points.ToLookup(point => point.IsSpread ? ContainerOf(paths, point.At) : FindContainerAbove(paths, point.At));
        var containers = inside.Where(group => group.Key is not null && group.Count() > 1).Select(group => group.Key!.Value).ToHashSet();
        containers.UnionWith(points.Where(point => point.IsSpread).Select(point => ContainerOf(paths, point.At)));
        var merged = new Dictionary<NodeIndex, List<AccumulationPoint>>();
        var alone = new List<AccumulationPoint>();
        foreach (var point in points)
        {
            var own = ContainerOf(paths, point.At);
            var container = containers.Contains(own) ? own : FindContainerAbove(paths, point.At);
            if (container is not { } key || !containers.Contains(key)) alone.Add(point);
            else if (merged.TryGetValue(key, out var parts)) parts.Add(point);
            else merged[key] = [point];
        }

        return [.. alone, .. merged.Select(row => Join(paths, row.Key, row.Value))];
    }

    private static AccumulationPoint Join(RootPaths paths, NodeIndex container, List<AccumulationPoint> parts)
    {
        if (parts.Count == 1) return parts[0];
        var own = parts.Where(point => !point.IsSpread && ContainerOf(paths, point.At) == container).Sum(point => point.Units.Count);
        var all = parts.SelectMany(point => point.Units).ToList();
        return new AccumulationPoint(container, all, own < all.Count - own);
    }

    /// <summary>The container that an object is an entry of; null where there is none near enough.</summary>
    private static NodeIndex? FindContainerAbove(RootPaths paths, NodeIndex node)
    {
        var at = ContainerOf(paths, node);
        for (var hops = 0; hops < MaxHopsInside && paths.ParentEdgeOf(at) is { } edge; hops++)
        {
            var parent = paths.ParentOf(at);
            at = ContainerOf(paths, parent);
            if (!IsEntry(paths.Snapshot.Graph, edge)) continue;
            if (ContainerKinds.Recognize(paths.Snapshot, at) is not (ContainerKind.None or ContainerKind.Text)) return at;
        }

        return null;
    }

    private static bool IsEntry(HeapGraph graph, EdgeIndex edge) =>
        !ScopeVariables.IsVariable(graph, edge) && EdgeNames.Generalize(graph, edge) is "[]" or "*";

    /// <summary>The container that a backing store belongs to; for any other node, the node itself.</summary>
    internal static NodeIndex ContainerOf(RootPaths paths, NodeIndex node)
    {
        var graph = paths.Snapshot.Graph;
        while (paths.ParentEdgeOf(node) is { } edge && ContainerKinds.IsBackingStore(graph, node, edge)) node = paths.ParentOf(node);
        return node;
    }

    private static IEnumerable<AccumulationPoint> FindAt(
        SurvivorSet survivors, OwnerTree tree, SnapshotIntervals intervals, int slot, List<int> rest)
    {
        var snapshot = survivors.Paths.Snapshot;
        var node = tree.NodeOf(slot);
        var groups = new Dictionary<(string? Edge, string Class), Group>();

        // One more connection a round brings dozens of objects. So each entry of V8's lists of roots counts once.
        var isRoot = snapshot.Graph.TypeOf(node) is NodeType.Synthetic;
        var isScope = IsScope(snapshot, node);
        foreach (var unit in tree.UnitsAt(slot))
        {
            var entry = survivors.NodeOf(unit);
            var group = GroupOf(entry);
            group.Add(isRoot ? Once(survivors.CountsOf(unit)) : survivors.CountsOf(unit), unit);
            if (!isRoot) group.Entries[survivors.IntervalOf(entry)]++;
        }

        foreach (var child in rest)
        {
            GroupOf(tree.NodeOf(child)).AddChild(isRoot ? Once(tree.CountsOf(child)) : tree.CountsOf(child), child);
        }

        if (isRoot) JoinConnections(groups);
        var steady = groups.Values.Where(group => group.IsSteady(intervals)).ToList();

        // The entries of a list of roots are unrelated: connections of one round and timers of the next are no leak.
        var mayBeMixed = steady.Count == 0 && groups.Count > 1 && !isRoot;
        if (mayBeMixed && intervals.AreSteadyByLoad(Sum(groups.Values, survivors.IntervalCount), MinMixedPerRequest))
            steady = [.. groups.Values];
        if (steady.Count == 0) return [];
        return IsCollection(snapshot, node) || steady.Count == 1
            ? [Point(steady)]
            : steady.Select(group => Point([group]));

        Group GroupOf(NodeIndex child)
        {
            // Variables of one scope are grouped separately, entries of a collection together.
            var edge = isScope && survivors.Paths.ParentEdgeOf(child) is { } last ? snapshot.Graph.NameOf(last) : null;
            var key = (edge, PlainClass.Of(snapshot.Classes.NameOf(child)));
            if (!groups.TryGetValue(key, out var group)) groups[key] = group = new Group(survivors.IntervalCount);
            return group;
        }

        AccumulationPoint Point(IReadOnlyList<Group> parts)
        {
            var units = parts.SelectMany(part => part.Units.Concat(part.Children.SelectMany(tree.UnitsBelow))).ToList();
            return new AccumulationPoint(node, units, parts.Sum(part => part.Children.Count) > parts.Sum(part => part.Units.Count));
        }
    }

    /// <summary>
    /// A connection is held by its socket's handle and by its parser, and it is chance which of them leads to the rest. So both are one
    /// group, in which a connection counts once.
    /// </summary>
    private static void JoinConnections(Dictionary<(string? Edge, string Class), Group> groups)
    {
        Group? joined = null;
        foreach (var (key, group) in groups.Where(row => row.Key.Class is "TCP" or "TLSWrap" or "Pipe" or "HTTPParser").ToList())
        {
            if (joined is null)
            {
                joined = group;
                continue;
            }

            joined.Join(group);
            groups.Remove(key);
        }
    }

    /// <summary>
    /// One, in the interval in which most objects were born. The first object may be older, as Node's reused parsers of HTTP are.
    /// </summary>
    private static int[] Once(ReadOnlySpan<int> born)
    {
        var counts = new int[born.Length];
        var most = 0;
        for (var interval = 1; interval < born.Length; interval++)
        {
            if (born[interval] > born[most]) most = interval;
        }

        counts[most] = 1;
        return counts;
    }

    private static int[] Sum(IEnumerable<Group> groups, int intervalCount)
    {
        var sum = new int[intervalCount];
        foreach (var group in groups)
        {
            for (var i = 0; i < intervalCount; i++) sum[i] += group.Counts[i];
        }

        return sum;
    }

    /// <summary>A scope, or a function unless its own properties are used as a table.</summary>
    private static bool IsScope(HeapSnapshot snapshot, NodeIndex node) =>
        ScopeVariables.IsContext(snapshot.Graph, node)
        || (snapshot.Graph.TypeOf(node) is NodeType.Closure && ContainerKinds.Recognize(snapshot, node) == ContainerKind.None);

    /// <summary>
    /// An object of JavaScript or its backing store. What is below a scope, or below a node of V8 or of the embedder, is unrelated.
    /// </summary>
    private static bool IsCollection(HeapSnapshot snapshot, NodeIndex node) =>
        snapshot.Graph.TypeOf(node) is NodeType.Object or NodeType.Array or NodeType.Closure && !IsScope(snapshot, node);

    private sealed class Group(int intervalCount)
    {
        /// <summary>Survivors by interval.</summary>
        public int[] Counts { get; } = new int[intervalCount];

        /// <summary>
        /// What is put in, by interval; not counted at lists of roots. How much else each entry keeps depends on the moment: work that
        /// was waiting, an answer that was written meanwhile.
        /// </summary>
        public int[] Entries { get; } = new int[intervalCount];

        public List<int> Units { get; } = [];

        public List<int> Children { get; } = [];

        public bool IsSteady(SnapshotIntervals intervals) => intervals.AreSteady(Counts) || intervals.AreSteady(Entries);

        public void Add(ReadOnlySpan<int> counts, int unit)
        {
            Units.Add(unit);
            Add(counts);
        }

        public void AddChild(ReadOnlySpan<int> counts, int child)
        {
            Children.Add(child);
            Add(counts);
        }

        /// <summary>Takes the parts of another group that belong to the same things.</summary>
        public void Join(Group other)
        {
            Units.AddRange(other.Units);
            Children.AddRange(other.Children);
            for (var i = 0; i < Counts.Length; i++) Counts[i] = Math.Max(Counts[i], other.Counts[i]);
        }

        private void Add(ReadOnlySpan<int> counts)
        {
            for (var i = 0; i < counts.Length; i++) Counts[i] += counts[i];
        }
    }
}
