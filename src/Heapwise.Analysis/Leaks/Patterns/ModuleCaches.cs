using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// A module that is loaded leaves entries in half a dozen tables of Node's loaders: <c>require.cache</c>, the children of
/// the module that asked for it, caches of paths. The program knows them by one name, so they are one cluster, represented
/// by the one with the modules.
/// </summary>
internal static class ModuleCaches
{
    private const string Loaders = "node:internal/modules/";

    private static readonly HashSet<string> ModuleClasses = new(StringComparer.Ordinal)
    {
        "Module", "ModuleJob", "ModuleJobSync", "ModuleWrap",
    };

    private static readonly HashSet<string> HolderClasses = new(StringComparer.Ordinal) { "LoadCache", "ResolveCache", "ModuleMap" };

    public static IReadOnlyList<LeakCluster> Join(IReadOnlyList<LeakCluster> clusters, SnapshotIntervals intervals)
    {
        var parts = clusters.Where(IsOfLoader).ToList();
        if (parts.Find(HoldsModules) is not { } first) return clusters;
        var sum = ClusterSum.Add([first, .. parts.Where(part => part != first)], intervals);
        var isImport = first.Entry?.Name is not "Module";
        var name = sum.Name with
        {
            Kind = HolderKind.Instance,
            Label = isImport ? "import()" : "require.cache",
            Scope = sum.Name.Scope with { File = null },
            Functions = [],
            Library = null,
        };
        return
        [
            .. clusters.Except(parts),
            sum with
            {
                Origin = new PatternOrigin(new CompiledCodePattern.ModuleCache(isImport)),
                Holder = sum.Holder with { Name = name },
                AlsoHeldBy = [],
                AlsoFilled = [],
            },
        ];
    }

    private static bool IsOfLoader(LeakCluster cluster) =>
        cluster.Name.Scope.File is { } file
        && file.StartsWith(Loaders, StringComparison.Ordinal)
        && CodeOrigin.OwnerOf(file) == CodeOwner.Runtime;

    private static bool HoldsModules(LeakCluster cluster) =>
        HolderClasses.Contains(cluster.Holder.ClassName) || (cluster.Entry is { } entry && ModuleClasses.Contains(entry.Name));
}
