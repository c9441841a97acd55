using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Rules;

/// <summary>
/// Memory that cannot be dropped against the limit at which the kernel kills: that of the control group with the least room, or what this
/// machine has left. Page cache does not count.
/// </summary>
public sealed record MemoryNearLimitRule(double Threshold, RuleTerms Terms) : Rule(RuleName, Terms)
{
    public const string RuleName = "memory-near-limit";

    public override RuleUnit Unit => RuleUnit.Share;

    public override Judgement Judge(Trail trail) =>
        Judgement.High(trail.Latest is { } latest ? FindShare(latest) : null, Threshold, Threshold - HeapNearLimitRule.Hysteresis);

    /// <summary>
    /// The larger of two shares. Of the machine's memory it is what this process has of all that it could have: a machine that others fill
    /// is no fault of a small process.
    /// </summary>
    private static double? FindShare(Reading reading)
    {
        var own = reading.Find(Figure.Anonymous);
        var ofGroup = (reading.Find(Figure.GroupAnonymous) ?? own) / reading.Find(Figure.GroupLimit);
        var ofMachine = own / (own + reading.Find(Figure.MachineAvailable));
        return ofGroup is { } group && ofMachine is { } machine ? Math.Max(group, machine) : ofGroup ?? ofMachine;
    }
}
