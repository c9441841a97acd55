using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Rules;

/// <summary>
/// One thing that may go wrong with a target. A rule is pure: it sees what has been read and says where it stands. When it fires and
/// when it ends is decided by <see cref="RuleState"/>, the same for all.
/// </summary>
/// <param name="Name">In settings and events, such as <c>heap-near-limit</c>.</param>
/// <param name="Terms">How long, how loud, how often.</param>
public abstract record Rule(string Name, RuleTerms Terms)
{
    /// <summary>The unit of its values, for words.</summary>
    public abstract RuleUnit Unit { get; }

    /// <summary>Whether it counts from the first second. Others wait until the process has started up.</summary>
    public virtual bool IsImmediate => false;

    public abstract Judgement Judge(Trail trail);
}

/// <summary>What a rule's values are.</summary>
public enum RuleUnit
{
    /// <summary>From 0 to 1.</summary>
    Share,

    /// <summary>Time until something happens, in seconds. Small is bad.</summary>
    SecondsLeft,

    Milliseconds,

    Count,
}
