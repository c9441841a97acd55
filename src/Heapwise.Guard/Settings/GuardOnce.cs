namespace Heapwise.Guard.Settings;

/// <summary>Settings for a single look: what is wrong now counts now.</summary>
public static class GuardOnce
{
    public static GuardSettings Of(GuardSettings settings) => settings with
    {
        StartGrace = TimeSpan.Zero,
        Rules = [.. settings.Rules.Select(rule => rule with { Terms = rule.Terms with { For = TimeSpan.Zero } })],
    };
}
