using System.Globalization;

namespace Heapwise.Guard.Rules;

/// <summary>
/// Where a rule stands for one process: quiet, waiting for its time to be over, or firing. A pure machine: a state, a judgement and a time
/// give the next state and what is to be reported.
/// <code>
///         above                 above for long enough
///  Quiet -------> Pending ----------------------------> Firing
///    ^  not above    |                                     |
///    +---------------+                                     |
///    +-----------------------------------------------------+
///                   well below for long enough
/// </code>
/// What is not known changes nothing.
/// </summary>
/// <param name="Phase">Where it is.</param>
/// <param name="Since">When it came there.</param>
/// <param name="BelowSince">While firing: since when the value is well below; else <see cref="Never"/>.</param>
/// <param name="Alert">The id of the alert that is open; empty where none was told.</param>
/// <param name="Fired">When it fired within the window of its limit.</param>
public sealed record RuleState(RulePhase Phase, TimeSpan Since, TimeSpan BelowSince, string Alert, IReadOnlyList<TimeSpan> Fired)
{
    public static readonly TimeSpan Never = TimeSpan.MinValue;

    public static readonly RuleState Initial = new(RulePhase.Quiet, TimeSpan.Zero, Never, "", []);

    /// <param name="standing">What the rule says.</param>
    /// <param name="now">By a clock that nobody sets.</param>
    /// <param name="terms">Of the rule.</param>
    /// <param name="alert">The beginning of the id of an alert, unique for process and rule.</param>
    public (RuleState Next, RuleChange Change) Advance(Standing standing, TimeSpan now, RuleTerms terms, string alert)
    {
        switch (Phase, standing)
        {
            case (RulePhase.Quiet, Standing.Above):
                return (this with { Phase = RulePhase.Pending, Since = now }).Advance(standing, now, terms, alert);
            case (RulePhase.Pending, Standing.Above) when now - Since >= terms.For:
                return Fire(now, terms, alert);
            case (RulePhase.Pending, Standing.Below or Standing.Close):
                return (this with { Phase = RulePhase.Quiet, Since = now }, RuleChange.None);
            case (RulePhase.Firing, Standing.Below) when BelowSince == Never:
                return (this with { BelowSince = now }).Advance(standing, now, terms, alert);
            case (RulePhase.Firing, Standing.Below) when now - BelowSince >= terms.ClearFor:
                return End(now);
            case (RulePhase.Firing, Standing.Above or Standing.Close):
                return (this with { BelowSince = Never }, RuleChange.None);
            default:
                return (this, RuleChange.None);
        }
    }

    /// <summary>The end of an alert whose process has ended, or whose rule is no more.</summary>
    public (RuleState Next, RuleChange Change) End(TimeSpan now)
    {
        var change = Phase == RulePhase.Firing && Alert.Length > 0 ? RuleChange.Resolved : RuleChange.None;
        return (this with { Phase = RulePhase.Quiet, Since = now, BelowSince = Never, Alert = "" }, change);
    }

    private (RuleState Next, RuleChange Change) Fire(TimeSpan now, RuleTerms terms, string alert)
    {
        IReadOnlyList<TimeSpan> recent = [.. Fired.Where(at => now - at < terms.Window)];
        var mayTell = recent.Count < terms.MaxAlerts;
        var firing = this with
        {
            Phase = RulePhase.Firing,
            Since = now,
            BelowSince = Never,
            Alert = mayTell ? string.Create(CultureInfo.InvariantCulture, $"{alert}/{(long)now.TotalMilliseconds}") : "",
            Fired = mayTell ? [.. recent, now] : recent,
        };
        return (firing, mayTell ? RuleChange.Fired : RuleChange.Suppressed);
    }
}

/// <summary>The phases of a rule.</summary>
public enum RulePhase
{
    Quiet,
    Pending,
    Firing,
}

/// <summary>What is to be reported.</summary>
public enum RuleChange
{
    None,
    Fired,

    /// <summary>It would have fired, but has done so too often.</summary>
    Suppressed,
    Resolved,
}
