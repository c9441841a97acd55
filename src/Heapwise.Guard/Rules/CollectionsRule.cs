using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Rules;

/// <summary>V8 spends much of its time on collections: the program slows down long before it dies.</summary>
public sealed record CollectionsRule(double Threshold, RuleTerms Terms) : Rule(RuleName, Terms)
{
    public const string RuleName = "collections";

    public override RuleUnit Unit => RuleUnit.Share;

    public override Judgement Judge(Trail trail) => Judgement.High(trail.Latest?.Find(Figure.CollectionShare), Threshold, Threshold / 2);
}
