using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>The way from a holder's name down to a leaked object, and who else holds that object.</summary>
internal static class HolderPaths
{
    private const int MaxPaths = 4;

    /// <summary>The path to the holder by its name, then on as the best path goes, if that leads through the holder.</summary>
    public static RootPath PathBy(RootPaths paths, HolderName name, NodeIndex holder, NodeIndex example)
    {
        var below = new List<PathHop>();
        for (var at = example; at != holder; at = paths.ParentOf(at))
        {
            if (paths.ParentEdgeOf(at) is not { } edge) return paths.FindPath(example) ?? name.Path;
            below.Add(new PathHop(edge, at));
        }

        below.Reverse();
        return new RootPath([.. name.Path.Hops, .. below]);
    }

    public static IReadOnlyList<HolderName> FindOtherHolders(LeakContext context, HolderName name, NodeIndex example)
    {
        var others = new List<HolderName>();
        foreach (var path in context.Paths.FindDistinct(example, MaxPaths))
        {
            // Where the path leaves the example upwards to another container, that container is the other holder.
            var holder = path.Hops.Count > 1 ? path.Hops[^2].Node : path.Target;
            if (name.Path.Hops.Any(hop => hop.Node == holder)) continue;
            var other = ProgramNames.FindOf(context, holder);
            if (other.Kind is HolderKind.None or HolderKind.Unnamed || IsSameRoot(other, name)) continue;
            if (!others.Exists(known => known.Identity == other.Identity)) others.Add(other);
        }

        return others;
    }

    private static bool IsSameRoot(HolderName a, HolderName b) => a.Kind == b.Kind && a.Root == b.Root && a.Scope == b.Scope;
}
