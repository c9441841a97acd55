using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Rules;

/// <summary>The used heap against the limit at which V8 ends the process.</summary>
public sealed record HeapNearLimitRule(double Threshold, RuleTerms Terms) : Rule(RuleName, Terms)
{
    public const string RuleName = "heap-near-limit";

    /// <summary>How far below the threshold an alert may end.</summary>
    internal const double Hysteresis = 0.1;

    public override RuleUnit Unit => RuleUnit.Share;

    public override Judgement Judge(Trail trail) =>
        Judgement.High(trail.Latest?.FindShare(Figure.HeapUsed, Figure.HeapLimit), Threshold, Threshold - Hysteresis);
}
