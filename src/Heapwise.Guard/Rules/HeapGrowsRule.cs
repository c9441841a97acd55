using Heapwise.Analysis.GarbageCollection;
using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Rules;

/// <summary>
/// What is left of the heap after collections rises, and will reach the limit soon: a leak, whatever the heap's size is now.
/// </summary>
public sealed record HeapGrowsRule(TimeSpan Horizon, RuleTerms Terms) : Rule(RuleName, Terms)
{
    public const string RuleName = "heap-grows";

    /// <summary>
    /// Growth is carried no further ahead than this many times as long as it has been seen: a cache fills, and a day has tides.
    /// </summary>
    private const double MaxExtrapolation = 4;

    public override RuleUnit Unit => RuleUnit.SecondsLeft;

    public override Judgement Judge(Trail trail) => trail.Latest?.FindHeap() is { } heap
        ? Judge(trail.Heap, heap.Limit, Horizon)
        : Judgement.Unknown;

    /// <summary>Of any floor. One that grows slowly enough to leave more time is not reported, and ends no alert either.</summary>
    internal static Judgement Judge(FloorTrack floor, double limitBytes, TimeSpan horizon)
    {
        if (floor.Trend.Verdict == FloorVerdict.TooFew) return Judgement.Unknown;
        if (Trail.FindTimeLeft(floor, limitBytes) is not { } left)
            return new Judgement(Standing.Below, 0, horizon.TotalSeconds);
        var foreseen = MaxExtrapolation * floor.Span;
        var standing = left <= horizon && left <= foreseen ? Standing.Above : Standing.Close;
        return new Judgement(standing, left.TotalSeconds, horizon.TotalSeconds);
    }
}
