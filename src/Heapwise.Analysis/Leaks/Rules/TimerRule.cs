using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Retention;

namespace Heapwise.Analysis.Leaks.Rules;

/// <summary>Timers in Node's own list of one interval: <c>TimersList –_idleNext→ Timeout –_idleNext→ Timeout …</c>. A class of that name in a program is another one.
/// Those of one callback of the program are found by <see cref="TimerLeaks"/>; others are Node's own, such as those that <c>timers/promises</c> waits for.</summary>
public sealed class TimerRule : ILeakRule
{
    public string Pattern => "timer";

    public RuleAnswer Judge(LeakCluster cluster) =>
        cluster.Timer is not null
        || (cluster.HolderClass is "TimersList" or "Timeout" or "Immediate" && cluster.Entry?.Name is "Timeout" or "Immediate" && cluster.HolderOwner == CodeOwner.Runtime) ? RuleAnswer.Yes : RuleAnswer.No;
}
