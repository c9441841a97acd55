using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Rules;

/// <summary>The main thread computes all the time, so requests wait. From outside, this is what a blocked event loop looks like.</summary>
public sealed record LoopBusyRule(double Threshold, RuleTerms Terms) : Rule(RuleName, Terms)
{
    public const string RuleName = "loop-busy";

    public override RuleUnit Unit => RuleUnit.Share;

    public override Judgement Judge(Trail trail) => Judgement.High(
        trail.Latest?.Find(Figure.LoopUtilization) ?? trail.Latest?.Find(Figure.MainThread),
        Threshold,
        Threshold - HeapNearLimitRule.Hysteresis);
}
