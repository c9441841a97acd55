using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>What is known of a leak pattern while clusters are built: which object is named, and what is counted.</summary>
internal abstract class ClusterShaper
{
    /// <summary>What a chain of V8's own nodes belongs to; null where the holder is named itself.</summary>
    public virtual ClusterSubject? FindSubject(LeakContext context, NodeIndex holder, IReadOnlyList<SurvivorClass> classes) => null;

    /// <summary>What leaks at a point in place of what is put into the holder; null where that is it.</summary>
    public virtual ClusterSpeaker? FindSpeaker(
        LeakContext context, AccumulationPoint point, IReadOnlyList<SurvivorClass> classes, HolderName name) => null;
}

/// <summary>The object that a program has a name for, in place of V8's own nodes that hang at it.</summary>
/// <param name="Node">The object.</param>
/// <param name="Entry">The class of the nodes, where those are what is counted; else null.</param>
internal sealed record ClusterSubject(NodeIndex Node, SurvivorClass? Entry);

/// <summary>What leaks at a point, recognized before its holder is searched for.</summary>
/// <param name="Origin">What recognized it.</param>
/// <param name="Entry">The class of what is counted.</param>
/// <param name="MadeAt">Where the program made it, most often first.</param>
internal sealed record ClusterSpeaker(ClusterOrigin Origin, SurvivorClass Entry, IReadOnlyList<CodePosition> MadeAt);

/// <summary>How a cluster was found, if that alone says what it is. Whoever finds clusters that way has a record of its own.</summary>
internal abstract record ClusterOrigin;
