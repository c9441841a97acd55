using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Rules;

/// <summary>Advances all rules of one process by one reading. Pure apart from the states that it holds.</summary>
/// <param name="rules">In the order of their events.</param>
/// <param name="startGrace">How old a process must be before anything but a kill is reported.</param>
/// <param name="key">The key of the process, for the ids of alerts.</param>
public sealed class RuleSet(IReadOnlyList<Rule> rules, TimeSpan startGrace, string key)
{
    private readonly Dictionary<string, RuleState> _states = new(StringComparer.Ordinal);

    /// <summary>States of an earlier run, by the names of rules.</summary>
    public void Restore(string rule, RuleState state) => _states[rule] = state;

    public RuleState StateOf(string rule) => _states.GetValueOrDefault(rule, RuleState.Initial);

    /// <summary>What has changed. The states are already the new ones.</summary>
    public IReadOnlyList<RuleStep> Advance(Trail trail)
    {
        if (trail.Latest is not { } latest) return [];
        var steps = new List<RuleStep>();
        foreach (var rule in rules)
        {
            if (latest.Age < startGrace && !rule.IsImmediate) continue;
            var before = StateOf(rule.Name);
            var judgement = rule.Judge(trail);
            var (next, change) = before.Advance(judgement.Standing, latest.At, rule.Terms, $"{key}/{rule.Name}");
            _states[rule.Name] = next;
            if (next != before || change != RuleChange.None) steps.Add(new RuleStep(rule, judgement, before, next, change));
        }

        return steps;
    }

    /// <summary>Ends all alerts that are open, as the process has ended.</summary>
    public IReadOnlyList<RuleStep> End(TimeSpan now)
    {
        var steps = new List<RuleStep>();
        foreach (var rule in rules)
        {
            var before = StateOf(rule.Name);
            var (next, change) = before.End(now);
            _states[rule.Name] = next;
            if (change != RuleChange.None) steps.Add(new RuleStep(rule, Judgement.Unknown, before, next, change));
        }

        return steps;
    }
}

/// <summary>One rule's move.</summary>
/// <param name="Rule">Which.</param>
/// <param name="Judgement">Why.</param>
/// <param name="Before">From where.</param>
/// <param name="State">To where.</param>
/// <param name="Change">What is to be reported.</param>
public sealed record RuleStep(Rule Rule, Judgement Judgement, RuleState Before, RuleState State, RuleChange Change)
{
    /// <summary>The alert that it opens or closes.</summary>
    public string Alert => State.Alert.Length > 0 ? State.Alert : Before.Alert;
}
