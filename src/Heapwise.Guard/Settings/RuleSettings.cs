using Heapwise.Guard.Rules;

namespace Heapwise.Guard.Settings;

/// <summary>Reads what the settings change about the built-in rules.</summary>
internal static class RuleSettings
{
    public static IReadOnlyList<Rule> Read(ConfiguredSection rules, double heapThreshold, TimeSpan interval)
    {
        var read = new List<Rule>();
        foreach (var rule in BuiltInRules.Create(heapThreshold, interval))
        {
            var section = rules.FindSection(rule.Name);
            var isEnabled = section.FindFlag("enabled") ?? true;
            var changed = ReadThreshold(rule, section) with { Terms = ReadTerms(rule.Terms, section) };
            section.End();
            if (isEnabled) read.Add(changed);
        }

        rules.End();
        return read;
    }

    private static RuleTerms ReadTerms(RuleTerms terms, ConfiguredSection section) => new(
        section.FindChoice<Severity>("severity") ?? terms.Severity,
        section.FindDuration("for") ?? terms.For,
        section.FindDuration("clearFor") ?? terms.ClearFor,
        section.FindFlag("capture") ?? terms.Captures,
        section.FindCount("maxAlerts", min: 1, max: 1000) ?? terms.MaxAlerts,
        section.FindDuration("window", min: TimeSpan.FromSeconds(1)) ?? terms.Window);

    private static Rule ReadThreshold(Rule rule, ConfiguredSection section) => rule switch
    {
        HeapNearLimitRule near => near with { Threshold = section.FindShare("threshold") ?? near.Threshold },
        MemoryNearLimitRule near => near with { Threshold = section.FindShare("threshold") ?? near.Threshold },
        DescriptorsNearLimitRule near => near with { Threshold = section.FindShare("threshold") ?? near.Threshold },
        MemoryStallRule stall => stall with { Threshold = section.FindShare("threshold") ?? stall.Threshold },
        LoopBusyRule busy => busy with { Threshold = section.FindShare("threshold") ?? busy.Threshold },
        HeapGrowsRule grows => grows with { Horizon = section.FindDuration("horizon", TimeSpan.FromMinutes(1)) ?? grows.Horizon },
        NativeGrowsRule grows => grows with { Horizon = section.FindDuration("horizon", TimeSpan.FromMinutes(1)) ?? grows.Horizon },
        LoopDelayRule late => late with { Threshold = section.FindDuration("threshold") ?? late.Threshold },
        DetachedContextsRule contexts => contexts with { Threshold = section.FindCount("threshold", 1, 1_000_000) ?? contexts.Threshold },
        _ => rule, // a kill has no threshold
    };
}
