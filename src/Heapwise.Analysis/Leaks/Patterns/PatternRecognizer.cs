using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// How one leak pattern is recognized: by structure, never by the names of a program. It decides what a cluster is called,
/// not whether it is a leak. The other members are steps of the search that only some patterns take part in; see
/// <see cref="LeakSearch"/> for their order.
/// </summary>
internal abstract class PatternRecognizer
{
    /// <summary>The pattern with its facts; null where the cluster is something else.</summary>
    public abstract LeakPattern? Recognize(LeakContext context, LeakCluster cluster);

    /// <summary>Survivors that the general search cannot attribute, with clusters of their own; null where there are none.</summary>
    public virtual SurvivorClaim? FindClaim(LeakContext context) => null;

    /// <summary>The accumulation points, with those that the general search misses.</summary>
    public virtual IReadOnlyList<AccumulationPoint> AdjustPoints(LeakContext context, IReadOnlyList<AccumulationPoint> points) => points;

    /// <summary>What a chain of V8's own nodes belongs to; null where the holder is named itself.</summary>
    public virtual ClusterSubject? FindSubject(LeakContext context, NodeIndex holder, IReadOnlyList<SurvivorClass> classes) => null;

    /// <summary>What leaks at a point in place of what is put into the holder; null where that is it.</summary>
    public virtual ClusterSpeaker? FindSpeaker(LeakContext context, AccumulationPoint point, IReadOnlyList<SurvivorClass> classes, HolderName name) => null;

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

/// <summary>The object that a program has a name for, in place of V8's own nodes that hang at it.</summary>
/// <param name="Node">The object.</param>
/// <param name="Entry">The class of the nodes, where those are what is counted; else null.</param>
internal sealed record ClusterSubject(NodeIndex Node, SurvivorClass? Entry);

/// <summary>What leaks at a point, recognized before the holder is looked at.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Entry">The class of what is counted.</param>
/// <param name="MadeAt">Where the program made it, most often first.</param>
internal sealed record ClusterSpeaker(LeakPattern Pattern, SurvivorClass Entry, IReadOnlyList<CodePosition> MadeAt);
