using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Retention;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// One object of a library often keeps its entries in several containers at once (an LRU cache has a Map of keys beside arrays of values).
/// The program knows it by one name, so its clusters are one: the largest speaks, the others add their objects. Listeners that a library
/// adds itself belong to it as well, and tables in which only numbers or text gather. So with variables of one of Node's own scripts, which the program has no
/// name for.
/// </summary>
internal static class LibraryClusters
{
    /// <summary>More bytes than this share of a leak's are not its bookkeeping.</summary>
    private const double BooksShare = 0.1;

    public static IEnumerable<LeakCluster> Join(IEnumerable<LeakCluster> clusters, Rungs rungs) =>
        clusters
            .GroupBy(cluster => IsOfLibrary(cluster) ? (-1, cluster.Name.Root, cluster.Name.File) : IsOfNode(cluster) ? (-1, null, cluster.Name.File) : (cluster.Holder.Value, null, null))
            .Select(group => group.OrderByDescending(cluster => cluster.Bytes).ToList())
            .Select(parts => parts.Count == 1 ? parts[0] : Join(parts, rungs));

    /// <summary>
    /// Growth that leaves no objects goes with objects that gather below the same name of the program, where one of them lies inside a library; and little of it inside
    /// a library, with whatever leaks most: the tables by which libraries and Node find again what they were given.
    /// </summary>
    /// <param name="clusters">Clusters of survivors.</param>
    /// <param name="grown">Holders that grew by bytes.</param>
    /// <param name="rungs">The load.</param>
    public static IReadOnlyList<LeakCluster> WithGrown(IReadOnlyList<LeakCluster> clusters, IEnumerable<LeakCluster> grown, Rungs rungs)
    {
        var all = clusters.ToList();
        foreach (var table in grown)
        {
            var home = all.FindIndex(cluster => cluster.Entry is not null && IsSameObject(cluster, table));
            if (home < 0 && table.Name.Library is not null) home = all.FindIndex(cluster => cluster.Entry is not null && table.Bytes <= BooksShare * cluster.Bytes);
            if (home < 0) all.Add(table);
            else all[home] = Sum([all[home], table], rungs) with { Evenness = all[home].Evenness };
        }

        return all;
    }

    private static bool IsSameObject(LeakCluster cluster, LeakCluster grown) =>
        cluster.Name.Root is { } root && root == grown.Name.Root && cluster.Name.File == grown.Name.File
        && (IsOfLibrary(grown) || (IsOfLibrary(cluster) && grown.Kind == CollectionKind.None));

    /// <summary>True where a library puts the entries in: into an object of its own, or as listeners of an emitter, none of them a function of the program's.</summary>
    private static bool IsOfLibrary(LeakCluster cluster) => cluster.Name.Library is not (null or "node")
        || (cluster.Name is { Root: not null, Event: not null } && cluster.CreatedAt.Count == 0 && (cluster.Function?.Place is not { } place || CodeOrigin.OwnerOf(place.Path) != CodeOwner.Application));

    private static bool IsOfNode(LeakCluster cluster) => cluster.Name is { Kind: HolderKind.Variable, File: { } file } && CodeOrigin.OwnerOf(file) == CodeOwner.Runtime;

    /// <summary>The Map by whose keys the entries are found speaks for the kind; one of numbers is a table beside a list.</summary>
    private static LeakCluster Join(List<LeakCluster> parts, Rungs rungs) => Sum(parts, rungs) with
    {
        Kind = parts.Find(part => part.Kind is CollectionKind.Map && part.Keys != "integer")?.Kind ?? parts[0].Kind,
        AlsoHeldBy = [],
    };

    /// <summary>Clusters of one leak as one: the first with the objects of all.</summary>
    internal static LeakCluster Sum(IReadOnlyList<LeakCluster> parts, Rungs rungs)
    {
        var born = Sum(parts.Select(part => part.Born), rungs.Count);
        return parts[0] with
        {
            Born = born,
            Bytes = parts.Sum(part => part.Bytes),
            Containers = [.. parts.SelectMany(part => part.Containers)],
            Evenness = parts[0].Entry?.EvennessIn(rungs, born) ?? rungs.EvennessOf(born),
            Classes = [.. parts
                .SelectMany(part => part.Classes)
                .GroupBy(row => row.Name, StringComparer.Ordinal)
                .Select(rows => new SurvivorClass(rows.Key, Sum(rows.Select(row => row.Born), rungs.Count), rows.Sum(row => row.Bytes), rows.First().Example))
                .OrderByDescending(row => row.Count).ThenBy(row => row.Name, StringComparer.Ordinal)],
        };
    }

    private static long[] Sum(IEnumerable<IReadOnlyList<long>> rows, int rungCount)
    {
        var sum = new long[rungCount];
        foreach (var row in rows)
        {
            for (var i = 0; i < rungCount; i++) sum[i] += row[i];
        }

        return sum;
    }
}
