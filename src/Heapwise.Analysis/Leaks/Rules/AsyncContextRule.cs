using Heapwise.Analysis.Leaks.Clusters;

namespace Heapwise.Analysis.Leaks.Rules;

/// <summary>Timers, promises and the like that are small themselves and large by the context in which they were started: the store of an AsyncLocalStorage makes up most of their bytes.</summary>
public sealed class AsyncContextRule : ILeakRule
{
    public string Pattern => "async-context";

    public RuleAnswer Judge(LeakCluster cluster) => cluster.AsyncContext is not null ? RuleAnswer.Yes : RuleAnswer.No;
}
