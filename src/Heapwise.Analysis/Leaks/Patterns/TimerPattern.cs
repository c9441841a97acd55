using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>Timers in Node's own list of one interval: <c>TimersList –_idleNext→ Timeout –_idleNext→ Timeout …</c>.</summary>
/// <param name="Timer">How the timers work; null where they are Node's own, such as those that <c>timers/promises</c> waits for.</param>
public sealed record TimerPattern(TimerFacts? Timer) : LeakPattern
{
    public override string Name => "timer";

    public override T Accept<T>(ILeakPatternVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>How the timers of a leak work.</summary>
/// <param name="Milliseconds">What they wait; null where they differ.</param>
/// <param name="IsRepeating">True for <c>setInterval</c>.</param>
/// <param name="IsRearmed">
/// True for a <c>setTimeout</c> whose callback sets the next one: its timers are younger than what they hand on.
/// </param>
/// <param name="IsAwaited">True where an async function waits for them.</param>
public sealed record TimerFacts(long? Milliseconds, bool IsRepeating, bool IsRearmed, bool IsAwaited)
{
    /// <summary>True where each timer ends by itself after its time.</summary>
    public bool IsOneShot => !IsRepeating && !IsRearmed;

    /// <summary>Node's function that starts them.</summary>
    public string Starter => IsRepeating ? "setInterval" : "setTimeout";
}

/// <summary>
/// Timers with a callback of the program or a library are claimed by <see cref="TimerGroups"/>; what is recognized here is
/// Node's own.
/// </summary>
internal sealed class TimerRecognizer : PatternRecognizer
{
    public override LeakPattern? Recognize(LeakContext context, LeakCluster cluster) =>
        IsTimerList(cluster.Holder) && cluster.Entry?.Name is "Timeout" or "Immediate" ? new TimerPattern(null) : null;

    public override SurvivorClaim? FindClaim(LeakContext context) => TimerGroups.FindClaim(context);

    /// <summary>A class of that name in a program is another one.</summary>
    private static bool IsTimerList(ClusterHolder holder) =>
        holder.ClassName is "TimersList" or "Timeout" or "Immediate" && holder.ClassOwner == CodeOwner.Runtime;
}
