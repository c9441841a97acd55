using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// What accumulates inside Node is named as its API names it, and located at the program's call. Entries of a list of
/// Node's are a collection like others; what Node's handles keep open has no container.
/// </summary>
internal sealed class NodeApiRecognizer : PatternRecognizer
{
    public override LeakPattern? Recognize(LeakContext context, LeakCluster cluster) => NodeApis.Find(context, cluster) switch
    {
        null => null,
        { IsHandle: true, Api: var api } => new OtherPattern(api),
        { Api: var api } => new GrowingCollectionPattern(api),
    };

    /// <summary>What Node itself leaves next to an open port or thread, such as listeners on its pipes, goes with it.</summary>
    public override IReadOnlyList<LeakCluster> Join(LeakContext context, IReadOnlyList<LeakCluster> clusters)
    {
        if (clusters.FirstOrDefault(cluster => NodeApis.Find(context, cluster) is { IsHandle: true }) is not { } main) return clusters;
        var parts = clusters.Where(cluster => cluster == main || NodeApis.IsLeftByNode(cluster)).ToList();
        return [.. clusters.Except(parts), ClusterSum.Add([main, .. parts.Where(part => part != main)], context.Intervals)];
    }

    /// <summary>The call of the API in code that runs again; else the general rules decide.</summary>
    public override LeakLocation? FindLocation(LeakContext context, LeakCluster cluster, LeakPattern pattern) =>
        NodeApis.Find(context, cluster) is { } api
        && context.Libraries.FindUseOf(api.Module, api.Calls, [.. api.Calls, api.Name]) is { IsSetup: false } use
            ? new LeakLocation(use.Location, null)
            : null;
}
