using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Retention.Paths;

/// <summary>
/// What else holds an object: further paths, each through another holder than the ones before it. The best path is the spine; a
/// further path reaches one of the spine's nodes through another retainer and follows the spine from there, so it remains when the
/// edge above that node is cut. Retainers of one kind (class and edge) of one spine node count as one holder, and so do a
/// container and its backing store. Cost: the retainers of the spine's nodes, at most <see cref="MaxRetainers"/> of each.
/// </summary>
public static class OtherPaths
{
    /// <summary>Retainers examined for one node; a prototype may have millions.</summary>
    private const int MaxRetainers = 2_000;

    /// <summary>Spine nodes examined, from the target upwards.</summary>
    private const int MaxSpine = 64;

    /// <summary>The best path, then others by cost, at most <paramref name="count"/>; empty where no strong edges lead to it.</summary>
    public static IReadOnlyList<RootPath> FindDistinct(this RootPaths paths, NodeIndex node, int count)
    {
        var best = paths.FindPath(node);
        if (best is null || count < 1) return [];
        var found = new List<RootPath> { best };
        foreach (var other in Candidates(paths, best).OrderBy(other => other.Cost))
        {
            if (found.Count == count) break;
            if (Join(paths, best, other) is { } path) found.Add(path);
        }

        return found;
    }

    private static List<Candidate> Candidates(RootPaths paths, RootPath best)
    {
        var snapshot = paths.Snapshot;
        var graph = snapshot.Graph;
        var spine = best.Hops;
        var onSpine = new Dictionary<NodeIndex, int>();
        for (var i = 0; i < spine.Count; i++) onSpine[spine[i].Node] = i;
        var byHolder = new Dictionary<(int At, string Class, string Edge), Candidate>();
        for (var at = spine.Count - 1; at > 0 && at >= spine.Count - MaxSpine; at--)
        {
            var seen = 0;
            foreach (var edge in snapshot.Retainers.EdgesTo(spine[at].Node))
            {
                if (++seen > MaxRetainers) break;
                var source = graph.SourceOf(edge);
                if (onSpine.ContainsKey(source) || !paths.Reaches(source) || IsBackingOfSpine(paths, source, onSpine)) continue;
                var hop = paths.Costs.Of(edge, source, paths.Costs.LeavingOf(source));
                if (hop == EdgeCosts.Excluded) continue;

                // A retainer near the target is preferred: what holds the object itself says more than what holds its holder's holder.
                var cost = paths.CostOf(source) + hop + (4 * (spine.Count - 1 - at));
                var key = (at, snapshot.Classes.NameOf(source), EdgeNames.Generalize(graph, edge));
                if (byHolder.TryGetValue(key, out var known) && known.Cost <= cost) continue;
                if (!IsBelowSpine(paths, source, onSpine, at)) byHolder[key] = new Candidate(at, edge, source, cost);
            }
        }

        return [.. byHolder.Values];
    }

    /// <summary>True where the source is only reached through the spine at or below the node, so that it is not another holder.</summary>
    private static bool IsBelowSpine(RootPaths paths, NodeIndex source, Dictionary<NodeIndex, int> onSpine, int at)
    {
        for (var node = source; ; node = paths.ParentOf(node))
        {
            if (onSpine.TryGetValue(node, out var index)) return index >= at;
        }
    }

    /// <summary>The <c>elements</c>, <c>properties</c> or <c>table</c> of a container on the spine is not another holder.</summary>
    private static bool IsBackingOfSpine(RootPaths paths, NodeIndex source, Dictionary<NodeIndex, int> onSpine) =>
        paths.Snapshot.Graph.TypeOf(source) is NodeType.Array or NodeType.Hidden && onSpine.ContainsKey(paths.ParentOf(source));

    private static RootPath? Join(RootPaths paths, RootPath best, Candidate other)
    {
        if (paths.FindPath(other.Source) is not { } upper) return null;
        var hops = new List<PathHop>(upper.Hops) { new(other.Edge, best.Hops[other.At].Node) };
        hops.AddRange(best.Hops.Skip(other.At + 1));
        return new RootPath(hops);
    }

    private readonly record struct Candidate(int At, EdgeIndex Edge, NodeIndex Source, int Cost);
}
