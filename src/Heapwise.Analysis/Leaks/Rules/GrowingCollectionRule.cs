using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Retention;

namespace Heapwise.Analysis.Leaks.Rules;

/// <summary>An array, Set or linked list that only ever grows, or many small ones that grow inside one container.</summary>
public sealed class GrowingCollectionRule : ILeakRule
{
    public string Pattern => "growing-collection";

    public RuleAnswer Judge(LeakCluster cluster) => cluster.Kind switch
    {
        CollectionKind.Array or CollectionKind.Set or CollectionKind.LinkedList => RuleAnswer.Yes,
        CollectionKind.None => RuleAnswer.No,
        _ => cluster.IsSpread ? RuleAnswer.Yes : RuleAnswer.No,
    };
}
