using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>Clusters of one leak as one: the first, with the objects of all.</summary>
internal static class ClusterSum
{
    public static LeakCluster Add(IReadOnlyList<LeakCluster> parts, SnapshotIntervals intervals)
    {
        var first = parts[0];
        var born = Add(parts.Select(part => part.Growth.Born), intervals.Count);
        return first with
        {
            Growth = first.Growth with
            {
                Born = born,
                Steadiness = first.Entry?.SteadinessIn(intervals, born) ?? intervals.SteadinessOf(born),
            },
            Bytes = parts.Sum(part => part.Bytes),
            JoinedHolders = [.. first.JoinedHolders, .. parts.Skip(1).SelectMany(part => part.JoinedHolders.Prepend(part.Holder.Node))],
            Containers = [.. parts.SelectMany(part => part.Containers)],
            Classes = [.. parts
                .SelectMany(part => part.Classes)
                .GroupBy(row => row.Name, StringComparer.Ordinal)
                .Select(rows => new SurvivorClass(
                    rows.Key,
                    Add(rows.Select(row => row.Born), intervals.Count),
                    rows.Sum(row => row.Bytes),
                    rows.First().Example))
                .OrderByDescending(row => row.Count).ThenBy(row => row.Name, StringComparer.Ordinal)],
        };
    }

    private static long[] Add(IEnumerable<IReadOnlyList<long>> rows, int intervalCount)
    {
        var sum = new long[intervalCount];
        foreach (var row in rows)
        {
            for (var i = 0; i < intervalCount; i++) sum[i] += row[i];
        }

        return sum;
    }
}
