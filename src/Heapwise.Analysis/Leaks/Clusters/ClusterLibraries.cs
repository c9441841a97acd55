using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// The libraries that may have put a cluster's objects where they are, most likely first: the one that holds them, the one
/// whose function leaks, those on the path, and those that load one of these. The program may know only the last.
/// </summary>
internal static class ClusterLibraries
{
    public static IReadOnlyList<string> Find(HeapSnapshot snapshot, LeakCluster cluster)
    {
        var name = cluster.Name;
        string?[] direct = [name.Library, LibraryOf(cluster.Function?.MadeAt?.Path), LibraryOf(name.Scope.File)];
        var onPath = cluster.Path.Hops.Select(hop => LibraryOf(snapshot.PositionOf(hop.Node)?.Path));
        var known = direct.Concat(onPath).OfType<string>().Where(library => library != "node").Distinct(StringComparer.Ordinal).ToList();
        return known.Count == 0 ? [] : [.. known, .. ModuleUsers.FindUsersOf(snapshot, known)];
    }

    private static string? LibraryOf(string? path) => path is null ? null : CodeOrigin.FindLibrary(path);
}
