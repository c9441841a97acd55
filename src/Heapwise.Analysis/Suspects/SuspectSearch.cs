using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Suspects;

/// <summary>
/// From one snapshot to leak suspects. The steps: what each object holds, where that accumulates, clusters of what hangs at one holder,
/// clusters that are one suspect joined, and then patterns, names and locations, all as for leaks. What every program has is left out:
/// Node's own objects, modules, code. Time: a few passes over the nodes. Memory: about 35 bytes a node, freed on return.
/// </summary>
internal sealed class SuspectSearch(
    HeapSnapshot snapshot, ProgramCode code, IReadOnlySet<string> ignored, CancellationToken cancellation)
{
    /// <summary>The part of the heap that a suspect holds.</summary>
    private const double MinShare = 0.1;

    /// <summary>In the small heap of a program that has just started, a tenth is nothing to report.</summary>
    private const long MinBytes = 1_000_000;

    /// <summary>The global object itself has fewer entries in a program that does not use it as a table.</summary>
    private const int MinGlobals = 1_000;

    private const int MaxClasses = 5;

    private static readonly SnapshotIntervals WholeLife = new([null]);
    private static readonly IReadOnlySet<NodeIndex> None = new HashSet<NodeIndex>();

    public SuspectFindings Find()
    {
        using var paths = RootPaths.Compute(snapshot, cancellation);
        using var held = HeldBytes.Compute(paths);
        var minBytes = Math.Max(MinBytes, (long)(MinShare * held.Total));
        var holders = HeavyHolders.Find(paths, held, minBytes);
        using var all = Below(paths, holders, None, None);
        var claims = LeakPatterns.Ordered.Select(pattern => pattern.FindClaim(ContextOf(all))).OfType<SurvivorClaim>().ToList();
        using var rest = claims.Count == 0 ? null : Below(
            paths,
            holders,
            claims.SelectMany(claim => claim.Nodes).ToHashSet(),
            claims.SelectMany(claim => claim.Boundaries).ToHashSet());
        var context = ContextOf(rest ?? all);
        var clusters = BuildClusters(context, claims, held, minBytes);
        var builder = new LeakBuilder(context, new LeakLocator(context));
        var suspects = clusters
            .Select(cluster => (Cluster: cluster, Bytes: BytesOf(context.Survivors, cluster)))
            .Where(row => IsSuspect(row.Cluster, row.Bytes, minBytes))
            .Select(row => FindSuspect(builder, row.Cluster, row.Bytes, held.Total))
            .OfType<Suspect>()
            .Where(suspect => !ignored.Contains(suspect.Leak.Fingerprint))
            .OrderBy(suspect => suspect.IsBounded).ThenBy(suspect => suspect.Owner).ThenByDescending(suspect => suspect.HeldBytes);
        return new SuspectFindings(held.Total, minBytes, [.. suspects], SuspectSigns.Find(snapshot, minBytes));
    }

    /// <summary>What a cluster's objects take, and the object that they are in. The parts of a text are all that there is to it.</summary>
    private static long BytesOf(SurvivorSet survivors, LeakCluster cluster)
    {
        var isHeldByObject = cluster.Seed is not null && cluster.Kind != ContainerKind.Text;
        return cluster.Bytes + (isHeldByObject ? HolderPoints.OwnBytes(survivors, cluster.Holder.Node) : 0);
    }

    private Suspect? FindSuspect(LeakBuilder builder, LeakCluster cluster, long bytes, long heapBytes)
    {
        var leak = builder.Build(cluster);
        if (FindOwner(cluster, leak.Pattern) is not { } owner) return null;
        var classes = cluster.Classes
            .OrderByDescending(row => row.Bytes)
            .Take(MaxClasses)
            .Select(row => new HeldClass(row.Name, row.Count, row.Bytes));
        var removal = owner == SuspectOwner.Program ? code.FindRemoval(cluster.Name) : null;
        return new Suspect(leak, bytes, bytes / (double)heapBytes, owner, [.. classes], removal);
    }

    private SurvivorSet Below(
        RootPaths paths, HeavyHolders holders, IReadOnlySet<NodeIndex> without, IReadOnlySet<NodeIndex> downTo) =>
        SurvivorSet.Below(paths, holders.Holders, holders.Above, without, downTo, cancellation);

    private LeakContext ContextOf(SurvivorSet survivors) => new(survivors, [], WholeLife, code);

    private static IReadOnlyList<LeakCluster> BuildClusters(LeakContext context, List<SurvivorClaim> claims, HeldBytes held, long minBytes)
    {
        IReadOnlyList<AccumulationPoint> points = HolderPoints.Find(context.Survivors, held, minBytes);
        foreach (var pattern in LeakPatterns.Ordered) points = pattern.AdjustPoints(context, points);
        IReadOnlyList<LeakCluster> clusters = [.. ClusterBuilder.Build(context, points, LeakPatterns.Ordered)
            .Where(cluster => !claims.Exists(claim => claim.Explains(cluster)))
            .Select(new UnnamedHolders(context).Resolve)];
        clusters = LibraryClusters.Join(clusters, WholeLife);
        foreach (var pattern in LeakPatterns.Ordered) clusters = pattern.Join(context, clusters);
        clusters = [.. clusters, .. claims.SelectMany(claim => claim.Clusters)];
        return AlikeClusters.Join(context.Survivors, [.. clusters.OrderByDescending(cluster => cluster.Bytes)], WholeLife);
    }

    private static bool IsSuspect(LeakCluster cluster, long bytes, long minBytes)
    {
        if (bytes >= minBytes) return true;
        var entries = Math.Max(cluster.Entry?.Count ?? 0, cluster.Holder.Contents.Entries?.Count ?? 0);

        // Timeouts end by themselves; thousands of them are sessions that expire.
        var isInterval = (cluster.Origin as PatternOrigin)?.Pattern is TimerPattern { Timer.IsRepeating: true };
        return entries >= (cluster.Name.Listeners is not null ? HeavyHolders.MinListeners
            : isInterval ? HeavyHolders.MinTimers
            : HeavyHolders.MinEntries);
    }

    /// <summary>Null for what Node and V8 keep for themselves.</summary>
    private static SuspectOwner? FindOwner(LeakCluster cluster, LeakPattern pattern)
    {
        var name = cluster.Name;
        if (name.Name == HolderName.GlobalObject && !IsOfProgram(cluster) && cluster.Entry is not { Count: >= MinGlobals }) return null;
        if (name.Root is not null && name.IsOfProgram) return SuspectOwner.Program;
        if (name.Kind is HolderKind.Unnamed) return SuspectOwner.Program;
        if (name.Scope.File is { } file && CodeOrigin.OwnerOf(file) == CodeOwner.Library) return SuspectOwner.Library;
        return IsOfProgram(cluster) || IsMadeByCalls(pattern) ? SuspectOwner.Runtime : null;
    }

    /// <summary>True of functions that the program makes, and of instances of its classes.</summary>
    private static bool IsOfProgram(LeakCluster cluster) => cluster.CreatedAt.Count > 0 || cluster.ClassesAt.Count > 0;

    /// <summary>True of what Node keeps for a program that asked for it.</summary>
    private static bool IsMadeByCalls(LeakPattern pattern) => pattern
        is TimerPattern { Timer: not null } or AsyncContextPattern or StreamPattern or EventListenerPattern
        or CompiledCodePattern.ModuleCache or OtherPattern { Api: not null } or GrowingCollectionPattern { Api: not null };
}
