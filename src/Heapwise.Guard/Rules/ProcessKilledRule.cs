using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Rules;

/// <summary>
/// The kernel has killed a process of the control group for memory. Which one, it does not say; often it is a child that nobody misses.
/// </summary>
public sealed record ProcessKilledRule(RuleTerms Terms) : Rule(RuleName, Terms)
{
    public const string RuleName = "process-killed";

    public override RuleUnit Unit => RuleUnit.Count;

    public override bool IsImmediate => true;

    /// <summary>Kills since the earliest reading that is kept: it stays above until they are an hour of readings ago.</summary>
    public override Judgement Judge(Trail trail)
    {
        var counts = trail.Readings.Select(reading => reading.Find(Figure.Kills)).OfType<double>().ToList();
        return Judgement.High(counts.Count > 1 ? counts[^1] - counts[0] : null, threshold: 1, clear: 1);
    }
}
