using Heapwise.Analysis.Leaks.Clusters;

namespace Heapwise.Analysis.Leaks.Rules;

/// <summary>Entries each of which is, or keeps, an element that was taken out of the page: <c>container → … → Detached &lt;li&gt;</c>.</summary>
public sealed class DetachedDomRule : ILeakRule
{
    /// <summary>Elements for each entry.</summary>
    private const double LeastShare = 0.5;

    public string Pattern => "detached-dom";

    public RuleAnswer Judge(LeakCluster cluster) =>
        cluster.DetachedElements > 0 && cluster.Entry is { } entry && cluster.DetachedElements >= LeastShare * entry.Count ? RuleAnswer.Yes : RuleAnswer.No;
}
