using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Rules;

/// <summary>Open file descriptors against their limit, at which every connection and file fails.</summary>
public sealed record DescriptorsNearLimitRule(double Threshold, RuleTerms Terms) : Rule(RuleName, Terms)
{
    public const string RuleName = "descriptors-near-limit";

    public override RuleUnit Unit => RuleUnit.Share;

    public override Judgement Judge(Trail trail) => Judgement.High(
        trail.Latest?.FindShare(Figure.Descriptors, Figure.DescriptorLimit), Threshold, Threshold - HeapNearLimitRule.Hysteresis);
}
