using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Retention;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// A module that is loaded leaves entries in half a dozen tables of Node's loaders: <c>require.cache</c>, the children of the module
/// that asked for it, caches of paths. The program knows them by one name, so they are one cluster: the one with the modules speaks.
/// </summary>
internal static class ModuleCaches
{
    private const string Loaders = "node:internal/modules/";

    private static readonly HashSet<string> ModuleClasses = new(StringComparer.Ordinal) { "Module", "ModuleJob", "ModuleJobSync", "ModuleWrap" };

    private static readonly HashSet<string> HolderClasses = new(StringComparer.Ordinal) { "LoadCache", "ResolveCache", "ModuleMap" };

    public static IEnumerable<LeakCluster> Join(IEnumerable<LeakCluster> clusters, Rungs rungs)
    {
        var parts = new List<LeakCluster>();
        foreach (var cluster in clusters)
        {
            if (IsOfLoader(cluster)) parts.Add(cluster);
            else yield return cluster;
        }

        if (parts.Find(IsOfModules) is not { } speaker)
        {
            foreach (var part in parts) yield return part;
            yield break;
        }

        var sum = LibraryClusters.Sum([speaker, .. parts.Where(part => part != speaker)], rungs);
        yield return sum with
        {
            IsModuleCache = true,
            Name = sum.Name with { Kind = HolderKind.Instance, Name = speaker.Entry?.Name is "Module" ? "require.cache" : "import()", Root = null, File = null, Functions = [], Library = null },
            AlsoHeldBy = [],
        };
    }

    private static bool IsOfLoader(LeakCluster cluster) =>
        cluster.Name.File?.StartsWith(Loaders, StringComparison.Ordinal) == true && CodeOrigin.OwnerOf(cluster.Name.File) == CodeOwner.Runtime;

    private static bool IsOfModules(LeakCluster cluster) => HolderClasses.Contains(cluster.HolderClass) || (cluster.Entry is { } entry && ModuleClasses.Contains(entry.Name));
}
