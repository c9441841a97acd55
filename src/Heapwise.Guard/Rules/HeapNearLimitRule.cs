using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Rules;

/// <summary>The old generation against the limit at which V8 ends the process; where only the whole heap is known, that.</summary>
public sealed record HeapNearLimitRule(double Threshold, RuleTerms Terms) : Rule(RuleName, Terms)
{
    public const string RuleName = "heap-near-limit";

    /// <summary>How far below the threshold an alert may end.</summary>
    internal const double Hysteresis = 0.1;

    public override RuleUnit Unit => RuleUnit.Share;

    public override Judgement Judge(Trail trail) =>
        Judgement.High(trail.Latest?.FindHeap() is { } heap ? heap.Used / heap.Limit : null, Threshold, Threshold - Hysteresis);
}
