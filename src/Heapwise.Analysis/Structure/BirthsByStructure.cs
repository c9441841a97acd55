using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Structure;

/// <summary>
/// Births where ids say nothing. In a group that has more members in each snapshot than in the one before, as many members as the first
/// snapshot had are taken for old and the others for new. It does not matter which: members of a group are held in the same way. What a new
/// member holds is new with it, whatever group it is in. An object that is alone in its group in both is taken for the same one.
/// Time: one pass over the nodes. Memory: 5 bytes a node, and about 40 a group.
/// </summary>
internal sealed class BirthsByStructure : Births
{
    /// <summary>Fewer objects more are within what two processes of one program differ by.</summary>
    public const int MinGrowth = 20;

    /// <summary>The same as a share of what there was.</summary>
    public const double MinShare = 0.3;

    /// <summary>
    /// The share of a group's growth by which its class, and what is reached by the same last hops, must have grown. Where they have not,
    /// the objects are only held in another way: paths that are equally good differ between processes.
    /// </summary>
    private const double MinKindShare = 0.5;

    private readonly StructureGroups _groups;
    private readonly IReadOnlyList<StructureCensus> _structures;
    private readonly NativeColumn<byte> _intervals;
    private readonly int[] _entries;

    private BirthsByStructure(
        RootPaths paths, StructureGroups groups, IReadOnlyList<StructureCensus> structures, IReadOnlyList<SnapshotIds> earlier)
        : base(paths, earlier)
    {
        _groups = groups;
        _structures = structures;
        _intervals = new NativeColumn<byte>(paths.Snapshot.Graph.NodeCount);
        _entries = new int[groups.Count];
    }

    /// <summary>The groups of the last snapshot.</summary>
    public StructureGroups Groups => _groups;

    /// <param name="last">The last snapshot.</param>
    /// <param name="earlier">The others, in order.</param>
    /// <param name="cancellation">Ends the passes early.</param>
    public static BirthsByStructure Find(
        HeapSnapshot last, IReadOnlyList<StructureCensus> earlier, CancellationToken cancellation = default)
    {
        var paths = RootPaths.ComputeByNames(last, cancellation);
        var groups = StructureGroups.Find(paths, cancellation);
        var births = new BirthsByStructure(paths, groups, earlier, [.. earlier.Select(census => Match(groups, census))]);
        births.Assign(cancellation);
        return births;
    }

    public override byte IntervalOf(NodeIndex node, byte ofParent) => _intervals[node.Value];

    /// <summary>Members of a group that are new themselves, not because what holds them is.</summary>
    public int EntriesOf(int group) => _entries[group];

    /// <summary>The size of a group in each snapshot, the last included.</summary>
    public IReadOnlyList<GroupSize> SizesOf(int group)
    {
        var now = _groups[group];
        var sizes = _structures.Select(census => census.Find(now.Key));
        return [.. sizes, new GroupSize(now.Count, now.ShallowBytes, now.RetainedBytes, 0)];
    }

    public override void Dispose()
    {
        _intervals.Dispose();
        _groups.Dispose();
        base.Dispose();
    }

    /// <summary>The objects that are alone in their group in both snapshots, by their ids in the last one.</summary>
    private static SnapshotIds Match(StructureGroups groups, StructureCensus census) => SnapshotIds.FromMatched(
        census.Source,
        census.HeapBytes,
        from at in Enumerable.Range(0, groups.Count)
        let @group = groups[at]
        let before = census.Find(@group.Key)
        where @group.Count == 1 && before.Count == 1
        let id = groups.Snapshot.Graph.IdOf(@group.First)
        where id.IsStable
        select (id, before.RetainedBytes, before.Edges),
        census.ClassNames);

    private void Assign(CancellationToken cancellation)
    {
        var isGrown = new bool[_groups.Count];
        for (var group = 0; group < isGrown.Length; group++) isGrown[group] = IsGrown(_groups[group]);
        var used = new int[_groups.Count];
        var seen = 0;
        foreach (var at in Paths.Order[1..])
        {
            if ((++seen & 0xFFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            var node = new NodeIndex(at);
            var ofParent = _intervals[Paths.ParentOf(node).Value];
            var group = _groups.GroupOf(node);
            var isMember = group >= 0 && isGrown[group];
            if (isMember && _groups[group].IsNested) _intervals[at] = Take(group, _groups[group].Count - ++used[group]);
            else if (ofParent != Old) _intervals[at] = ofParent;
            else if (isMember) _intervals[at] = Take(group, used[group]++);
        }
    }

    /// <summary>
    /// The interval of a member of a group, by its number from the oldest. In a list, whose nodes hold one another, the nearest to the root
    /// are the new ones: what is old cannot be held by it alone.
    /// </summary>
    private byte Take(int group, int number)
    {
        byte interval = Old;
        while (interval < _structures.Count && number >= _structures[interval].Find(_groups[group].Key).Count) interval++;
        if (interval != Old) _entries[group]++;
        return interval;
    }

    private bool IsGrown(StructureGroup group)
    {
        // Most groups are small.
        if (group.Count < MinGrowth) return false;
        var before = _structures[0].Find(group.Key).Count;
        if (group.Count - before < Math.Max(MinGrowth, MinShare * before)) return false;

        // The nodes of a list are reached by several hops: the first by its name, others by next or previous.
        return HasGrown(group.ClassKey) && (group.IsNested || HasGrown(group.HopsKey)) && GrowsInOrder(group);

        bool HasGrown(ulong kind) =>
            _groups.CountOfKind(kind) - _structures[0].CountOfKind(kind) >= MinKindShare * (group.Count - before);
    }

    private bool GrowsInOrder(StructureGroup group)
    {
        var (count, retained) = (_structures[0].Find(group.Key).Count, _structures[0].Find(group.Key).RetainedBytes);
        foreach (var census in _structures.Skip(1))
        {
            var next = census.Find(group.Key);
            if (next.Count - count < SnapshotIntervals.MinObjects || next.RetainedBytes <= retained) return false;
            (count, retained) = (next.Count, next.RetainedBytes);
        }

        return group.Count - count >= SnapshotIntervals.MinObjects && group.RetainedBytes > retained;
    }
}
