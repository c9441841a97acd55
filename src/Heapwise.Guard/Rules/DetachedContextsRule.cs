using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Rules;

/// <summary>Contexts that nothing uses but something retains. Known where the inspector is read.</summary>
public sealed record DetachedContextsRule(double Threshold, RuleTerms Terms) : Rule(RuleName, Terms)
{
    public const string RuleName = "detached-contexts";

    public override RuleUnit Unit => RuleUnit.Count;

    public override Judgement Judge(Trail trail) => Judgement.High(trail.Latest?.Find(Figure.DetachedContexts), Threshold, Threshold / 2);
}
