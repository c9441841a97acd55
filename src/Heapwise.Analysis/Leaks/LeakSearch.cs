using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// From snapshots to leaks. The steps, in order: what survives, where it accumulates, clusters of what accumulates at one
/// holder, clusters that are one leak joined, patterns and locations, confidence, and what the process shows besides its
/// heap. Time: a few passes over the last snapshot. Memory: about 25 bytes a node of it, freed on return.
/// </summary>
internal sealed class LeakSearch(
    Births births, SnapshotIntervals intervals, ProgramCode code, IReadOnlyDictionary<NodeId, long> viewLengths)
{
    /// <summary>Nothing of JavaScript is smaller. Nodes that stand for something elsewhere have no size.</summary>
    private const int MinBytesPerObject = 8;

    /// <param name="rounds">All rounds.</param>
    /// <param name="trends">How each measure went over them.</param>
    /// <param name="candidates">Leaks that the same run's first rounds showed.</param>
    /// <param name="cancellation">Ends the passes early.</param>
    public IReadOnlyList<Leak> Find(
        IReadOnlyList<Round> rounds, IReadOnlyList<MeasureTrend> trends, IReadOnlyList<Leak> candidates, CancellationToken cancellation)
    {
        using var all = SurvivorSet.Find(births, cancellation);
        var claims = LeakPatterns.Ordered.Select(pattern => pattern.FindClaim(ContextOf(all))).OfType<SurvivorClaim>().ToList();
        using var rest = claims.Count == 0 ? null : Without(claims, cancellation);
        var context = ContextOf(rest ?? all);

        var clusters = BuildClusters(context, FindPoints(context), claims);
        if (intervals.Count > 1 || intervals.IsLoadUnknown)
        {
            IReadOnlyList<LeakCluster> grown = [.. GrownClusters.Find(context, clusters).Select(new UnnamedHolders(context).Resolve)];
            clusters = LibraryClusters.AddGrown(clusters, grown, intervals);
        }

        clusters = AlikeClusters.Join(context.Survivors, ByBytes(clusters), intervals);

        var locator = new LeakLocator(context);
        clusters = new FilledTogether(context, locator).Join(ByBytes(clusters));

        var builder = new LeakBuilder(context, locator);
        var leaks = ByBytes(clusters).Select(builder.Build).Select(leak => MoreCertain(context, leak)).ToList();
        leaks.RemoveAll(leak => IsSeenFromAbove(leak, leaks));
        leaks.AddRange(BoundedHolders.FindStillGrowing(context, candidates, leaks));
        leaks.AddRange(FindInProcess(rounds, intervals, trends, leaks, code));
        return [.. leaks.OrderBy(leak => leak.Confidence == Confidence.Low)]; // what is doubtful comes last, however large
    }

    /// <summary>Leaks of the process that the heap's leaks do not explain.</summary>
    /// <param name="rounds">All rounds.</param>
    /// <param name="intervals">The load between each two snapshots.</param>
    /// <param name="trends">How each measure went.</param>
    /// <param name="leaks">What the heap shows.</param>
    /// <param name="code">The program's scripts; null where there is no snapshot.</param>
    public static IReadOnlyList<Leak> FindInProcess(
        IReadOnlyList<Round> rounds,
        SnapshotIntervals intervals,
        IReadOnlyList<MeasureTrend> trends,
        IReadOnlyList<Leak> leaks,
        ProgramCode? code)
    {
        if (rounds.Count < 3) return []; // two readings are no trend
        var growth = new ProcessGrowth(rounds, intervals, trends, [.. leaks.Select(leak => (leak.Pattern, leak.Growth))], code);
        return
        [
            .. LeakPatterns.OfProcess
                .Select(pattern => pattern.Find(growth))
                .OfType<RecognizedGrowth>()
                .Select(grown => LeakBuilder.Build(grown, rounds)),
        ];
    }

    private LeakContext ContextOf(SurvivorSet survivors) => new(survivors, births.Earlier, intervals, code) { ViewLengths = viewLengths };

    /// <summary>The survivors without those that a pattern claims.</summary>
    private SurvivorSet Without(List<SurvivorClaim> claims, CancellationToken cancellation) => SurvivorSet.Find(
        births,
        claims.SelectMany(claim => claim.Nodes).ToHashSet(),
        claims.SelectMany(claim => claim.Boundaries).ToHashSet(),
        cancellation);

    private static IReadOnlyList<AccumulationPoint> FindPoints(LeakContext context)
    {
        var points = AccumulationPoints.Find(context.Survivors, new OwnerTree(context.Survivors), context.Intervals);
        foreach (var pattern in LeakPatterns.Ordered) points = pattern.AdjustPoints(context, points);
        return points;
    }

    /// <summary>The clusters that are worth a name, those of one library or one pattern joined.</summary>
    private static IReadOnlyList<LeakCluster> BuildClusters(
        LeakContext context, IReadOnlyList<AccumulationPoint> points, List<SurvivorClaim> claims)
    {
        IReadOnlyList<LeakCluster> clusters = [.. ClusterBuilder.Build(context, points, LeakPatterns.Ordered)
            .Where(cluster => MayLeak(cluster, context.Intervals) && !claims.Exists(claim => claim.Explains(cluster)))
            .Select(new UnnamedHolders(context).Resolve)];
        clusters = LibraryClusters.Join(clusters, context.Intervals);
        foreach (var pattern in LeakPatterns.Ordered) clusters = pattern.Join(context, clusters);
        var claimed = claims.SelectMany(claim => claim.Clusters).Where(cluster => MayLeak(cluster, context.Intervals));
        return [.. clusters, .. claimed];
    }

    /// <summary>
    /// A holder that did not grow is a bounded one that replaces its entries, and what takes no memory is no leak. With only one interval
    /// there is no rate to go by, so only what amounts to an object per request, at a holder that has a name, is reported.
    /// </summary>
    private static bool MayLeak(LeakCluster cluster, SnapshotIntervals intervals)
    {
        if (cluster.HolderGrew == false || cluster.Bytes < MinBytesPerObject * cluster.Growth.Born.Sum()) return false;
        if (intervals.Count > 1 || intervals.IsLoadUnknown) return true;
        var isNamed = cluster.Name.Kind is not (HolderKind.None or HolderKind.Instance);
        return isNamed && (intervals.TotalRequests is not { } requests || cluster.Growth.Born.Sum() >= requests);
    }

    private static List<LeakCluster> ByBytes(IEnumerable<LeakCluster> clusters) =>
        [.. clusters.OrderByDescending(cluster => cluster.Bytes)];

    /// <summary>
    /// What the entries retain may come and go: where that is uneven, the entries themselves are counted. Numbers in an array cannot be
    /// counted: there the sizes of its backing store tell.
    /// </summary>
    private static Leak MoreCertain(LeakContext context, Leak leak) =>
        leak is { Confidence: Confidence.Low, Bound: null }
            ? LeakConfidence.FindByEntries(context, leak) ?? LeakConfidence.FindByLeaps(context, leak) ?? leak
            : leak;

    /// <summary>What accumulates without a pattern below a name that another leak has is that leak, seen from further up.</summary>
    private static bool IsSeenFromAbove(Leak leak, List<Leak> leaks) =>
        leak.Pattern is OtherPattern
        && leaks.Exists(other => other.Pattern is not OtherPattern && other.Holder.ShortName == leak.Holder.ShortName);
}
