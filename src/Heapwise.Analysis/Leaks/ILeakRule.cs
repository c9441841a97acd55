using Heapwise.Analysis.Leaks.Clusters;

namespace Heapwise.Analysis.Leaks;

/// <summary>What a rule thinks of a cluster.</summary>
public enum RuleAnswer
{
    /// <summary>Not this pattern.</summary>
    No,

    /// <summary>It may be, if no other rule is sure.</summary>
    Maybe,

    Yes,
}

/// <summary>One leak pattern. A rule looks at structure, never at the names of a program; it decides what a cluster is called, not whether it is a leak.</summary>
public interface ILeakRule
{
    /// <summary>The pattern's name in reports.</summary>
    string Pattern { get; }

    RuleAnswer Judge(LeakCluster cluster);
}

/// <summary>All rules in order: the first that is sure wins, else the first that may be right.</summary>
public static class LeakRules
{
    public static IReadOnlyList<ILeakRule> Ordered { get; } =
    [
        new Rules.AsyncContextRule(),
        new Rules.TimerRule(),
        new Rules.StreamRule(),
        new Rules.EventListenerRule(),
        new Rules.PromiseRule(),
        new Rules.StringSliceRule(),
        new Rules.CompiledCodeRule(),
        new Rules.DetachedDomRule(),
        new Rules.ClosureRule(),
        new Rules.WeakReferenceRule(),
        new Rules.UnboundedCacheRule(),
        new Rules.GrowingCollectionRule(),
        new Rules.OtherRule(),
    ];

    public static ILeakRule For(LeakCluster cluster) =>
        Ordered.FirstOrDefault(rule => rule.Judge(cluster) == RuleAnswer.Yes) ?? Ordered.First(rule => rule.Judge(cluster) == RuleAnswer.Maybe);
}
