using Heapwise.Analysis.Leaks.Clusters;

namespace Heapwise.Analysis.Leaks.Rules;

/// <summary>
/// Promises that never settle: entries of a container that are pending promises or would settle them, and reactions that gather on one promise
/// because races, <c>then</c> and <c>await</c> join it again and again.
/// </summary>
public sealed class PromiseRule : ILeakRule
{
    public string Pattern => "promise";

    public RuleAnswer Judge(LeakCluster cluster) => cluster.Promise is not null ? RuleAnswer.Yes : RuleAnswer.No;
}
