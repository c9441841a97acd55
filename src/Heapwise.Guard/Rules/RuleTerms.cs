namespace Heapwise.Guard.Rules;

/// <summary>What every rule has: how long it waits, how loud it is, what it does and how often.</summary>
/// <param name="Severity">Of its alerts.</param>
/// <param name="For">How long the value must be above the threshold.</param>
/// <param name="ClearFor">How long it must be well below before the alert ends.</param>
/// <param name="Captures">Whether evidence is taken when it fires.</param>
/// <param name="MaxAlerts">How often it may fire within the window, for one process.</param>
/// <param name="Window">See there.</param>
public sealed record RuleTerms(
    Severity Severity, TimeSpan For, TimeSpan ClearFor, bool Captures, int MaxAlerts, TimeSpan Window);
