using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Retention;

namespace Heapwise.Analysis.Leaks.Rules;

/// <summary>A container with keys (a Map, an object used as a table) that gets new entries and loses none, or many of those inside one container.</summary>
public sealed class UnboundedCacheRule : ILeakRule
{
    public string Pattern => "unbounded-cache";

    public RuleAnswer Judge(LeakCluster cluster) =>
        (cluster.IsSpread ? cluster.InnerKind : cluster.Kind) is CollectionKind.Map or CollectionKind.KeyedObject or CollectionKind.IndexedObject
            ? RuleAnswer.Yes
            : RuleAnswer.No;
}
