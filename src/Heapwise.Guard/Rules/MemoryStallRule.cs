using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Rules;

/// <summary>Processes of the control group wait for memory: the kernel's own early sign (pressure stall information).</summary>
public sealed record MemoryStallRule(double Threshold, RuleTerms Terms) : Rule(RuleName, Terms)
{
    public const string RuleName = "memory-stall";

    public override RuleUnit Unit => RuleUnit.Share;

    public override Judgement Judge(Trail trail) => Judgement.High(trail.Latest?.Find(Figure.Stall), Threshold, Threshold / 2);
}
