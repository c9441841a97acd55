using Heapwise.Analysis.Leaks.Clusters;

namespace Heapwise.Analysis.Leaks.Rules;

/// <summary>Growth that no rule knows: shown with its evidence and its path.</summary>
public sealed class OtherRule : ILeakRule
{
    public string Pattern => "other";

    public RuleAnswer Judge(LeakCluster cluster) => RuleAnswer.Maybe;
}
