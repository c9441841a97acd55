using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Entries that each keep a timer which runs once, <c>container → entry –timeout→ Timeout</c>: it is likely to remove the entry. Such
/// timers go with their entries, so <see cref="TimerGroups"/> leaves them out. Those of Node itself, such as a socket's, remove nothing.
/// Time: a pass over the nodes where entries have timers.
/// </summary>
internal static class EntryTimers
{
    /// <summary>A few timers are reached through Node's own lists instead.</summary>
    private const double MinShare = 0.95;

    private const int MaxHops = 8;

    /// <summary>Milliseconds that the timers wait at most; null where the entries have none, or such as repeat.</summary>
    public static long? FindLongestWait(LeakContext context, LeakCluster cluster)
    {
        if (cluster.Entry is not { } entry) return null;
        var least = MinShare * entry.Count;
        if (entry.Name == "Timeout" || !cluster.Classes.Any(row => row.Name == "Timeout" && row.Count >= least)) return null;
        var timers = RunningTimers.FindAll(context.Snapshot)
            .Where(timer => context.Survivors.IntervalOf(timer.Node) >= 0
                && context.Snapshot.PositionOf(timer.Made) is { } made && CodeOrigin.OwnerOf(made.Path) != CodeOwner.Runtime
                && IsBelow(context.Paths, timer.Node, cluster.Holder.Node))
            .ToList();
        return timers.Count >= least && timers.TrueForAll(timer => !timer.IsRepeating) ? timers.Max(timer => timer.Milliseconds) : null;
    }

    private static bool IsBelow(RootPaths paths, NodeIndex node, NodeIndex holder)
    {
        var at = node;
        for (var hops = 0; hops < MaxHops && at != holder; hops++) at = paths.ParentOf(at);
        return at == holder;
    }
}
