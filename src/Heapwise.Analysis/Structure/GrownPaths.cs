using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Structure;

/// <summary>
/// The paths at which a snapshot holds more than those of other processes, most retained bytes first: groups with more members, and single
/// objects that are larger without holding more objects. What only grew with what holds it is left out.
/// </summary>
public static class GrownPaths
{
    /// <param name="last">The last snapshot.</param>
    /// <param name="earlier">What was kept of the others, in order.</param>
    /// <param name="cancellation">Ends the passes early.</param>
    public static IReadOnlyList<GrownPath> Find(
        HeapSnapshot last, IReadOnlyList<StructureCensus> earlier, CancellationToken cancellation = default)
    {
        using var births = BirthsByStructure.Find(last, earlier, cancellation);
        var groups = Enumerable.Range(0, births.Groups.Count)
            .Where(group => births.EntriesOf(group) >= BirthsByStructure.MinGrowth)
            .Select(group => (Group: group, Holder: HolderOf(births.Paths, births.Groups[group])))
            .ToList();
        var explained = groups.Select(row => new GrownBy(row.Holder, GrowthOf(births, row.Group)));
        var intervals = new SnapshotIntervals([.. earlier.Select(_ => (int?)null)]) { IsLoadUnknown = true };
        var single = GrowingHolders.Find(last, births.Earlier, intervals, explained)
            .Select(holder => (Group: births.Groups.GroupOf(holder.Node), Holder: holder.Node))
            .Where(row => row.Group >= 0);
        return
        [
            .. groups.Concat(single)
                .Select(row => Describe(births, row.Group, row.Holder))
                .OrderByDescending(path => path.RetainedGrowth).ThenByDescending(path => path.Growth),
        ];
    }

    /// <summary>A list is named by its first node, all else by the container above.</summary>
    private static NodeIndex HolderOf(RootPaths paths, StructureGroup group) =>
        group.IsNested ? group.First : AccumulationPoints.ContainerOf(paths, paths.ParentOf(group.First));

    private static long GrowthOf(BirthsByStructure births, int group)
    {
        var sizes = births.SizesOf(group);
        return sizes[^1].RetainedBytes - sizes[0].RetainedBytes;
    }

    private static GrownPath Describe(BirthsByStructure births, int group, NodeIndex holder)
    {
        var snapshot = births.Paths.Snapshot;
        var first = births.Groups[group].First;
        return new GrownPath(
            EventTargets.FindName(births.Paths, holder) ?? HolderNaming.FindName(births.Paths, holder),
            snapshot.Classes.NameOf(first),
            snapshot.Graph.IdOf(first),
            PathSteps.Collapse(snapshot, births.Paths.FindPath(first)!), // members of groups are reached
            births.SizesOf(group));
    }
}
