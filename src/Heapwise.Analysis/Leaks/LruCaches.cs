using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Leaks;

/// <summary>
/// Caches of libraries that call themselves LRU: they drop the least recently used entry when they are full. Their limit is an option,
/// often in bytes, and their code is often minified, so the text rarely shows it. The program's own code has to show that it drops entries.
/// </summary>
internal static class LruCaches
{
    /// <summary>With more entries, nobody meant the limit that the cache may have.</summary>
    private const long MaxEntries = 100_000;

    /// <summary>Objects of libraries from the container upwards: its owner, and one that wraps it.</summary>
    private const int MaxOwners = 3;

    /// <summary>The bound of the cache that a cluster's holder is a part of; null where it is no such cache.</summary>
    public static LeakBound? FindBound(LeakContext context, LeakCluster cluster)
    {
        var graph = context.Snapshot.Graph;
        var entries = cluster.Holder.Contents.Entries?.Count ?? SnapshotIds.CountContentEdges(graph, cluster.Holder.Node);
        if (entries > MaxEntries || cluster.Holder.IsSpread || cluster.Name.Listeners is not null) return null;
        var at = cluster.Holder.Node;
        for (var owners = 0; owners <= MaxOwners && at != graph.Root; owners++, at = context.Paths.ParentOf(at))
        {
            var position = context.Snapshot.PositionOf(at);
            var library = position is null ? null : CodeOrigin.FindLibrary(position.Path);
            if (library is not null && (SaysLru(context.Snapshot.Classes.NameOf(at)) || SaysLru(library)))
                return new LeakBound.Size(CodeLocation.From(position!), null, entries); // it has a library
            if (library is null && at != cluster.Holder.Node) return null;
        }

        return null;
    }

    /// <summary>As a word, not in one: <c>LRUCache</c>, <c>LruMap</c>, <c>lru-cache</c>, <c>quick-lru</c>.</summary>
    private static bool SaysLru(string name) =>
        name.Contains("LRU", StringComparison.Ordinal)
        || name.Contains("Lru", StringComparison.Ordinal)
        || name.Split('-', '_', '/').Contains("lru", StringComparer.Ordinal);
}
