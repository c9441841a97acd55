using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// One object of a library often keeps its entries in several containers at once (an LRU cache has a Map of keys next to
/// arrays of values). The program knows it by one name, so its clusters are one: the largest represents them, the others
/// add their objects. Listeners that a library adds itself belong to it as well, and so do tables in which only numbers or
/// text accumulate. The same holds for variables of one of Node's own scripts, which the program has no name for.
/// </summary>
internal static class LibraryClusters
{
    /// <summary>More bytes than this share of a leak's are not its bookkeeping.</summary>
    private const double MaxBookkeepingShare = 0.1;

    public static IReadOnlyList<LeakCluster> Join(IReadOnlyList<LeakCluster> clusters, SnapshotIntervals intervals) =>
        JoinNameless(Join(clusters, KeyOf, intervals), intervals);

    /// <summary>What a library holds by itself goes with the largest of what it holds for the program: one call fills both.</summary>
    private static IReadOnlyList<LeakCluster> JoinNameless(IReadOnlyList<LeakCluster> clusters, SnapshotIntervals intervals)
    {
        var main = clusters
            .Where(cluster => cluster.Name.Library is not (null or "node"))
            .GroupBy(cluster => cluster.Name.Library!, StringComparer.Ordinal) // not null, by the line above
            .ToDictionary(group => group.Key, group => InOrder(group).First());
        return Join(clusters, part => (HomeOf(part).Holder.Node.Value, null, null), intervals);

        LeakCluster HomeOf(LeakCluster part) =>
            part.Name.Library is { } library && !IsNamedByProgram(part) ? main.GetValueOrDefault(library, part) : part;
    }

    private static bool IsNamedByProgram(LeakCluster cluster) => cluster.Name is { Root: not null, IsOfProgram: true };

    private static IOrderedEnumerable<LeakCluster> InOrder(IEnumerable<LeakCluster> parts) =>
        parts.OrderByDescending(IsNamedByProgram).ThenByDescending(part => part.Bytes);

    private static IReadOnlyList<LeakCluster> Join(
        IReadOnlyList<LeakCluster> clusters,
        Func<LeakCluster, (int Holder, string? Root, string? File)> key,
        SnapshotIntervals intervals) =>
        [.. clusters
            .GroupBy(key)
            .Select(group => InOrder(group).ToList())
            .Select(parts => parts.Count == 1 ? parts[0] : Join(parts, intervals))];

    /// <summary>
    /// Growth that leaves no objects goes with objects that accumulate below the same name of the program, where one of
    /// them is inside a library, and with what the same library holds by itself. A little of it inside a library goes with
    /// whatever leaks most: the tables by which libraries and Node find again what they were given.
    /// </summary>
    /// <param name="clusters">Clusters of survivors.</param>
    /// <param name="grown">Holders that grew by bytes.</param>
    /// <param name="intervals">The load.</param>
    public static IReadOnlyList<LeakCluster> AddGrown(
        IReadOnlyList<LeakCluster> clusters, IReadOnlyList<LeakCluster> grown, SnapshotIntervals intervals)
    {
        var all = clusters.ToList();
        foreach (var table in grown)
        {
            if (table.Origin is WebAssemblyOrigin)
            {
                all = AddToMemory(all, table, intervals);
                continue;
            }

            var home = FindHome(all, table);
            if (home < 0)
            {
                all.Add(table);
                continue;
            }

            var sum = ClusterSum.Add([all[home], table], intervals);
            all[home] = sum with { Growth = sum.Growth with { Steadiness = all[home].Growth.Steadiness } };
        }

        return all;
    }

    /// <summary>
    /// What a library keeps next to a WebAssembly memory of its own belongs to what was allocated there. The memory is the leak;
    /// how steady it is, objects tell better, as the memory grows in leaps.
    /// </summary>
    private static List<LeakCluster> AddToMemory(List<LeakCluster> all, LeakCluster memory, SnapshotIntervals intervals)
    {
        var parts = all.Where(part => part.Name.Library is { } library && library != "node" && library == memory.Name.Library).ToList();
        if (parts.Count == 0) return [.. all, memory];
        var steadiest = parts.MaxBy(part => part.Growth.Steadiness.Evenness)!; // there is one
        var sum = ClusterSum.Add([memory, .. parts], intervals) with { Growth = steadiest.Growth, HolderGrew = steadiest.HolderGrew };
        return [.. all.Except(parts), sum];
    }

    /// <summary>The cluster of objects that a table goes with; below 0 where there is none.</summary>
    private static int FindHome(List<LeakCluster> clusters, LeakCluster table)
    {
        var same = clusters.FindIndex(cluster => cluster.Entry is not null && IsSameObject(cluster, table));
        if (same >= 0 || table.Name.Library is not { } library) return same;
        var ofLibrary = library == "node" ? -1 : clusters.FindIndex(cluster => cluster.Entry is not null && IsHeldBy(cluster, library));
        if (ofLibrary >= 0) return ofLibrary;
        return clusters.FindIndex(cluster => cluster.Entry is not null && IsBookkeepingOf(table, cluster));
    }

    /// <summary>True for what a library holds by itself: one call of the program fills all of it.</summary>
    private static bool IsHeldBy(LeakCluster cluster, string library) => cluster.Name.Library == library && !IsNamedByProgram(cluster);

    private static bool IsBookkeepingOf(LeakCluster table, LeakCluster cluster) => table.Bytes <= MaxBookkeepingShare * cluster.Bytes;

    private static (int Holder, string? Root, string? File) KeyOf(LeakCluster cluster) =>
        IsOfLibrary(cluster) ? (-1, cluster.Name.Root, cluster.Name.Scope.File)
        : IsOfNode(cluster) ? (-1, null, cluster.Name.Scope.File)
        : (cluster.Holder.Node.Value, null, null);

    private static bool IsSameObject(LeakCluster cluster, LeakCluster grown)
    {
        if (cluster.Name.Root is not { } root || root != grown.Name.Root || cluster.Name.Scope.File != grown.Name.Scope.File) return false;
        return IsOfLibrary(grown) || (IsOfLibrary(cluster) && grown.Kind == ContainerKind.None);
    }

    /// <summary>
    /// True where a library puts the entries in: into an object of its own, or as listeners of an emitter, none of them a
    /// function of the program's.
    /// </summary>
    private static bool IsOfLibrary(LeakCluster cluster)
    {
        if (cluster.Name.Library is not (null or "node")) return true;
        var areListeners = cluster.Name is { Root: not null, Listeners.Event: not null };
        return areListeners && cluster.CreatedAt.Count == 0 && !IsFunctionOfProgram(cluster.Function);
    }

    private static bool IsFunctionOfProgram(LeakedFunction? function) =>
        function?.MadeAt is { } made && CodeOrigin.OwnerOf(made.Path) == CodeOwner.Application;

    private static bool IsOfNode(LeakCluster cluster) =>
        cluster.Name is { Kind: HolderKind.Variable, Scope.File: { } file } && CodeOrigin.OwnerOf(file) == CodeOwner.Runtime;

    /// <summary>The Map by whose keys the entries are found decides the kind; one of numbers is a table next to a list.</summary>
    private static LeakCluster Join(List<LeakCluster> parts, SnapshotIntervals intervals)
    {
        var sum = ClusterSum.Add(parts, intervals);
        var map = parts.Find(part => part.Kind is ContainerKind.Map && part.Holder.Contents.Entries?.Keys != KeyKind.Integer);
        var contents = sum.Holder.Contents with { Kind = map?.Kind ?? parts[0].Kind };
        return sum with { Holder = sum.Holder with { Contents = contents }, AlsoHeldBy = [] };
    }
}
