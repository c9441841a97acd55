using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// How one leak pattern is recognized: by structure, never by the names of a program. It decides what a cluster is called,
/// not whether it is a leak. The other members are steps of the search that only some patterns take part in; see
/// <see cref="LeakSearch"/> for their order.
/// </summary>
internal abstract class PatternRecognizer : ClusterShaper
{
    /// <summary>The pattern with its facts; null where the cluster is something else.</summary>
    public abstract LeakPattern? Recognize(LeakContext context, LeakCluster cluster);

    /// <summary>Survivors that the general search cannot attribute, with clusters of their own; null where there are none.</summary>
    public virtual SurvivorClaim? FindClaim(LeakContext context) => null;

    /// <summary>The accumulation points, with those that the general search misses.</summary>
    public virtual IReadOnlyList<AccumulationPoint> AdjustPoints(LeakContext context, IReadOnlyList<AccumulationPoint> points) => points;

    /// <summary>The clusters, with those joined that are one leak of this pattern.</summary>
    public virtual IReadOnlyList<LeakCluster> Join(LeakContext context, IReadOnlyList<LeakCluster> clusters) => clusters;

    /// <summary>Where the program makes a leak of this pattern; null where the general rules find it.</summary>
    public virtual LeakLocation? FindLocation(LeakContext context, LeakCluster cluster, LeakPattern pattern) => null;
}

/// <summary>Survivors that belong to a pattern, whatever else they hang at.</summary>
/// <param name="Nodes">Left out of the general search, with what is reached through them.</param>
/// <param name="Boundaries">What is reached through these is not left out.</param>
/// <param name="Clusters">The clusters of the claimed survivors.</param>
/// <param name="Explains">True for a general cluster that the claim accounts for.</param>
internal sealed record SurvivorClaim(
    IReadOnlySet<NodeIndex> Nodes,
    IReadOnlySet<NodeIndex> Boundaries,
    IReadOnlyList<LeakCluster> Clusters,
    Func<LeakCluster, bool> Explains);
