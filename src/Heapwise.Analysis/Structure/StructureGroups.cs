using System.Runtime.InteropServices;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Structure;

/// <summary>
/// The objects of a snapshot in groups that can be found again in the snapshot of another process: by class, own properties and the
/// signature of the path that holds them. The signature of a node is a hash of its parent's signature and of the hop between them, so one
/// pass over the best paths gives all of them, without a string a node. A path that repeats itself, as a linked list does, gets no new
/// signature: the nodes of a list are one group, however long it is.
/// What V8 keeps for itself is in no group. The retained size of a group is the sum over the members that no other member dominates.
/// Time: a few passes over the nodes. Memory: 36 bytes a node while it is computed, 4 afterwards and about 100 a group.
/// </summary>
internal sealed class StructureGroups : IDisposable
{
    /// <summary>The longest run of hops whose repetition is recognized: list, Promise and reaction, function and scope.</summary>
    private const int MaxPeriod = 4;

    private readonly NativeColumn<int> _groups;
    private readonly List<StructureGroup> _all = [];
    private readonly Dictionary<ulong, int> _byKey = [];
    private readonly Dictionary<ulong, int> _kindCounts = [];

    private StructureGroups(RootPaths paths)
    {
        Paths = paths;
        _groups = new NativeColumn<int>(paths.Snapshot.Graph.NodeCount);
    }

    public RootPaths Paths { get; }

    public HeapSnapshot Snapshot => Paths.Snapshot;

    public int Count => _all.Count;

    public static StructureGroups Find(RootPaths paths, CancellationToken cancellation = default)
    {
        var groups = new StructureGroups(paths);
        groups.Assign(cancellation);
        groups.AddRetained(cancellation);
        return groups;
    }

    public StructureGroup this[int group] => _all[group];

    /// <summary>The group of a node; -1 where it is in none.</summary>
    public int GroupOf(NodeIndex node) => _groups[node.Value] - 1;

    /// <summary>Objects of a group's class or nearest hops, wherever they are held.</summary>
    public int CountOfKind(ulong kind) => _kindCounts.GetValueOrDefault(kind);

    /// <summary>What is kept of the snapshot so that it can be closed.</summary>
    public StructureCensus ToCensus() => new(
        Snapshot.Source,
        Snapshot.Statistics.V8HeapBytes,
        _all.ToDictionary(group => group.Key, SizeOf),
        _kindCounts,
        SnapshotIds.CountClasses(Snapshot));

    public void Dispose() => _groups.Dispose();

    private GroupSize SizeOf(StructureGroup group) => new(
        group.Count,
        group.ShallowBytes,
        group.RetainedBytes,
        group.Count == 1 ? SnapshotIds.CountContentEdges(Snapshot.Graph, group.First) : 0);

    private void Assign(CancellationToken cancellation)
    {
        var graph = Snapshot.Graph;
        using var names = new NameHashes(graph.Strings);
        using var steps = new NativeColumn<ulong>(graph.NodeCount);
        using var hops = new NativeColumn<ulong>(graph.NodeCount);
        using var signatures = new NativeColumn<ulong>(graph.NodeCount);
        var keys = new StructureKeys(graph, names);
        var seen = 0;
        foreach (var at in Paths.Order[1..])
        {
            if ((++seen & 0xFFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            var node = new NodeIndex(at);
            var parent = Paths.ParentOf(node);
            var above = hops[parent.Value];
            var step = keys.StepOf(Paths.ParentEdgeOf(node)!.Value, parent, node); // all but the root have one
            hops[at] = step;
            steps[at] = keys.RepetitionOf(step, node);
            var repeated = FindRepeated(steps, node);
            signatures[at] = repeated is { } same ? signatures[same.Value] : NameHashes.Mix(signatures[parent.Value], step);
            var isBelowRoot = parent == graph.Root || GroupOf(parent) >= 0;
            if (!isBelowRoot || SurvivorSet.IsBookkeeping(Paths, node)) continue;
            var classKey = NameHashes.Mix(keys.ClassOf(node), keys.ShapeOf(node));
            Add(node, NameHashes.Mix(signatures[at], classKey), classKey, NameHashes.Mix(NameHashes.Mix(above, step), classKey));
            if (repeated is not null) _all[GroupOf(node)].IsNested = true;
        }
    }

    /// <summary>The ancestor after which the path repeats the hops that lead to it; null where it does not.</summary>
    private NodeIndex? FindRepeated(NativeColumn<ulong> steps, NodeIndex node)
    {
        var before = node;
        for (var period = 1; period <= MaxPeriod; period++)
        {
            before = Paths.ParentOf(before);
            if (steps[before.Value] == steps[node.Value] && AreAlike(steps, node, before, period)) return before;
        }

        return null;
    }

    private bool AreAlike(NativeColumn<ulong> steps, NodeIndex a, NodeIndex b, int hops)
    {
        for (var i = 1; i < hops; i++)
        {
            a = Paths.ParentOf(a);
            b = Paths.ParentOf(b);
            if (steps[a.Value] != steps[b.Value]) return false;
        }

        return true;
    }

    private void Add(NodeIndex node, ulong key, ulong classKey, ulong hopsKey)
    {
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, key, out var isKnown);
        if (!isKnown)
        {
            group = _all.Count;
            _all.Add(new StructureGroup(key, classKey, hopsKey, node));
        }

        _groups[node.Value] = group + 1;
        _all[group].Count++;
        _all[group].ShallowBytes += Snapshot.Graph.ShallowSizeOf(node);
        CollectionsMarshal.GetValueRefOrAddDefault(_kindCounts, classKey, out _)++;
        CollectionsMarshal.GetValueRefOrAddDefault(_kindCounts, hopsKey, out _)++;
    }

    /// <summary>One walk over the dominator tree; the first member of a group on the way down covers those below it.</summary>
    private void AddRetained(CancellationToken cancellation)
    {
        var dominators = Snapshot.Dominators;
        var coveredBy = new int[_all.Count];
        var chain = new Stack<(NodeIndex Node, int Child)>();
        chain.Push((Snapshot.Graph.Root, 0));
        var seen = 0;
        while (chain.TryPop(out var at))
        {
            var children = dominators.ChildrenOf(at.Node);
            if (at.Child < children.Length)
            {
                chain.Push((at.Node, at.Child + 1));
                chain.Push((children[at.Child], 0));
                Enter(children[at.Child]);
                if ((++seen & 0xFFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            }
            else if (GroupOf(at.Node) is var left and >= 0 && coveredBy[left] == at.Node.Value)
            {
                coveredBy[left] = 0;
            }
        }

        void Enter(NodeIndex node)
        {
            if (GroupOf(node) is not (var group and >= 0) || coveredBy[group] != 0) return;
            coveredBy[group] = node.Value;
            _all[group].RetainedBytes += dominators.RetainedSizeOf(node);
        }
    }
}

/// <summary>Objects of one class and properties that are held in the same way.</summary>
/// <param name="key">The same for the same group in another process.</param>
/// <param name="classKey">The same for all objects of the class with these properties.</param>
/// <param name="hopsKey">The same for all of them that are reached by the same two last hops.</param>
/// <param name="first">The member nearest to the root.</param>
internal sealed class StructureGroup(ulong key, ulong classKey, ulong hopsKey, NodeIndex first)
{
    public ulong Key => key;

    public ulong ClassKey => classKey;

    public ulong HopsKey => hopsKey;

    public NodeIndex First => first;

    public int Count { get; set; }

    /// <summary>True where members hold one another, as the nodes of a list do.</summary>
    public bool IsNested { get; set; }

    public long ShallowBytes { get; set; }

    /// <summary>What would be freed with all members, as far as no two of them share it.</summary>
    public long RetainedBytes { get; set; }
}
