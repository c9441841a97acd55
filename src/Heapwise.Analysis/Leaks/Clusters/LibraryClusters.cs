using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Retention;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// One object of a library often keeps its entries in several containers at once (an LRU cache has a Map of keys beside arrays of values).
/// The program knows it by one name, so its clusters are one: the largest speaks, the others add their objects.
/// </summary>
internal static class LibraryClusters
{
    public static IEnumerable<LeakCluster> Join(IEnumerable<LeakCluster> clusters, Rungs rungs) =>
        clusters
            .GroupBy(cluster => cluster.Name.Library is null or "node" ? (cluster.Holder.Value, null, null) : (-1, cluster.Name.Root, cluster.Name.File))
            .Select(group => group.OrderByDescending(cluster => cluster.Bytes).ToList())
            .Select(parts => parts.Count == 1 ? parts[0] : Join(parts, rungs));

    private static LeakCluster Join(List<LeakCluster> parts, Rungs rungs) => Sum(parts, rungs) with
    {
        Kind = parts.Find(part => part.Kind is CollectionKind.Map)?.Kind ?? parts[0].Kind,
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
