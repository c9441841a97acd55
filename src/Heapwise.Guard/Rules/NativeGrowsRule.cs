using Heapwise.Analysis.GarbageCollection;
using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Rules;

/// <summary>The heap is steady, and the process grows: buffers, or native code. No snapshot of the heap shows the whole of it.</summary>
public sealed record NativeGrowsRule(TimeSpan Horizon, RuleTerms Terms) : Rule(RuleName, Terms)
{
    public const string RuleName = "native-grows";

    public override RuleUnit Unit => RuleUnit.SecondsLeft;

    public override Judgement Judge(Trail trail) => trail.Heap.Trend.Verdict != FloorVerdict.Growing && trail.FindNativeRoom() is { } room
        ? HeapGrowsRule.Judge(trail.Native, room, Horizon)
        : Judgement.Unknown;
}
