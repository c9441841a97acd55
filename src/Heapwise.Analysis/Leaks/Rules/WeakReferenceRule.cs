using Heapwise.Analysis.Leaks.Clusters;

namespace Heapwise.Analysis.Leaks.Rules;

/// <summary>
/// WeakRefs that gather in a container, and registrations that gather in a FinalizationRegistry. A value of a WeakMap is no such case: it lives
/// as long as its key, so what holds the key is the leak.
/// </summary>
public sealed class WeakReferenceRule : ILeakRule
{
    public string Pattern => "weak-reference";

    public RuleAnswer Judge(LeakCluster cluster) => cluster.Weak is not null ? RuleAnswer.Yes : RuleAnswer.No;
}
