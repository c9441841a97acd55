namespace Heapwise.Guard.Rules;

/// <summary>
/// The rules that hold where nobody says otherwise, in the order of their events. A new rule is a file, a line here, its sentence in the
/// language of alerts, and its row in docs/guard.md.
/// </summary>
public static class BuiltInRules
{
    /// <param name="heapThreshold">Of <see cref="HeapNearLimitRule"/>.</param>
    /// <param name="interval">Between readings: times to wait are given in turns.</param>
    public static IReadOnlyList<Rule> Create(double heapThreshold, TimeSpan interval)
    {
        var window = TimeSpan.FromHours(1);
        var day = TimeSpan.FromHours(24);
        return
        [
            new HeapNearLimitRule(heapThreshold, Terms(Severity.Critical, turns: 1, captures: true)),
            new MemoryNearLimitRule(0.9, Terms(Severity.Critical, turns: 1, captures: true)),
            new HeapGrowsRule(day, Slow(captures: true)),
            new NativeGrowsRule(day, Slow(captures: false)),
            new DescriptorsNearLimitRule(0.8, Terms(Severity.Warning, turns: 1, captures: false)),
            new MemoryStallRule(0.1, Terms(Severity.Warning, turns: 2, captures: false)),
            new ProcessKilledRule(Terms(Severity.Critical, turns: 0, captures: false)),
            new LoopBusyRule(0.95, Terms(Severity.Warning, turns: 5, captures: false)),
            new LoopDelayRule(TimeSpan.FromSeconds(1), Terms(Severity.Warning, turns: 3, captures: false)),
            new DetachedContextsRule(10, Terms(Severity.Warning, turns: 1, captures: true)),
        ];

        // A trend is judged from many readings, and changes its mind late.
        RuleTerms Slow(bool captures) => Terms(Severity.Warning, turns: 4, captures) with { ClearFor = 30 * interval };

        RuleTerms Terms(Severity severity, int turns, bool captures) =>
            new(severity, turns * interval, 5 * interval, captures, MaxAlerts: 6, window);
    }
}
