using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Rules;

/// <summary>Timers fire late. Known where the inspector is read.</summary>
public sealed record LoopDelayRule(TimeSpan Threshold, RuleTerms Terms) : Rule(RuleName, Terms)
{
    public const string RuleName = "loop-delay";

    public override RuleUnit Unit => RuleUnit.Milliseconds;

    public override Judgement Judge(Trail trail) =>
        Judgement.High(trail.Latest?.Find(Figure.LoopDelay), Threshold.TotalMilliseconds, Threshold.TotalMilliseconds / 2);
}
