using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// One function often adds to several containers of one object: rows, an index of them, a log of changes. Each of its calls leaves
/// something in all of them, so that is one leak: the cluster with the most bytes represents it, the others are named beside it. What one
/// statement adds to, such as the lists in a Map, is one leak as well. Clusters with a bound stay alone, for it decides nothing about
/// others.
/// </summary>
internal sealed class FilledTogether(LeakContext context, LeakLocator locator)
{
    /// <summary>By how much the share of two clusters in what a call adds may differ between intervals.</summary>
    private const double MaxDrift = 0.1;

    /// <param name="clusters">Clusters by bytes, most first.</param>
    public IReadOnlyList<LeakCluster> Join(IReadOnlyList<LeakCluster> clusters)
    {
        var candidates = clusters.Where(MayBeJoined).GroupBy(OwnerOf).Where(group => group.Count() > 1).SelectMany(group => group);
        var located = candidates
            .Select(cluster => (Cluster: cluster, Location: Locate(cluster)))
            .Where(row => row.Location is not null)
            .ToList();
        var joined = clusters.ToList();
        while (located is [var main, .. var rest])
        {
            var others = rest.Where(other => AreTogether(main.Cluster, main.Location!, other.Cluster, other.Location!)).ToList();
            located = [.. rest.Except(others)];
            if (others.Count == 0) continue;
            joined[joined.IndexOf(main.Cluster)] = Join(main.Cluster, [.. others.Select(other => other.Cluster)]);
            joined.RemoveAll(cluster => others.Exists(other => other.Cluster == cluster));
        }

        return joined;
    }

    private CodeLocation? Locate(LeakCluster cluster) => LeakBounds.Find(context, cluster) is not null
        ? null
        : locator.Locate(cluster, LeakPatterns.Recognize(context, cluster)).Statement;

    private static bool MayBeJoined(LeakCluster cluster) =>
        cluster.Origin is null && cluster.Name.IsOfProgram && OwnerOf(cluster) is not null
        && (cluster.Kind != ContainerKind.None || cluster.Name.Listeners is not null || cluster.Name.Library is not null);

    /// <summary>The object of the program that the holder is a part of; null where it is a variable's own value.</summary>
    private static HolderIdentity? OwnerOf(LeakCluster cluster)
    {
        var name = cluster.Name;
        var isPart = name.Members.Count > 0 || name.Listeners is not null;
        var identity = name.Identity with { Event = null };
        return name.Kind switch
        {
            HolderKind.Property or HolderKind.Static => identity with { Name = null },
            HolderKind.Variable or HolderKind.Global when isPart => identity with { Name = name.Label },
            HolderKind.Export when name.Members.Count > 1 => identity with { Name = name.Label + "." + name.Members[0] },
            _ => null,
        };
    }

    private bool AreTogether(LeakCluster main, CodeLocation mainAt, LeakCluster other, CodeLocation otherAt)
    {
        if (OwnerOf(main) != OwnerOf(other) || mainAt.File != otherAt.File) return false;
        if (mainAt == otherAt && main.Name.Identity == other.Name.Identity) return true;
        var function = context.Code.FindBlockAround(mainAt);
        return function?.Name is not null && function == context.Code.FindBlockAround(otherAt) && KeepPace(main, other);
    }

    /// <summary>True where each interval added to both in one proportion; also where growth leaves no objects to be counted.</summary>
    private bool KeepPace(LeakCluster main, LeakCluster other)
    {
        if (main.Entry is not { } one || other.Entry is not { } two) return true;
        for (var interval = 0; interval < context.Intervals.Count; interval++)
        {
            var (a, b) = (one.Born[interval] / (double)one.Count, two.Born[interval] / (double)two.Count);
            if (Math.Abs(a - b) > MaxDrift * Math.Max(a, b)) return false;
        }

        return true;
    }

    private LeakCluster Join(LeakCluster main, IReadOnlyList<LeakCluster> others)
    {
        var sum = ClusterSum.Add([main, .. others], context.Intervals);
        return sum with { Growth = sum.Growth with { Steadiness = main.Growth.Steadiness }, AlsoFilled = others };
    }
}
