namespace Heapwise.Analysis.GarbageCollection;

/// <summary>One stretch of time in a <see cref="HeapCurve"/>: a single collection, or several of them merged.</summary>
public readonly record struct HeapCurvePoint(
    TimeSpan At, long LowestBytes, long HighestBytes, long? CommittedBytes, TimeSpan LongestYoungPause, TimeSpan LongestFullPause)
{
    public TimeSpan LongestPause => Longer(LongestYoungPause, LongestFullPause);

    internal HeapCurvePoint MergeWith(in HeapCurvePoint later) => new(
        later.At,
        Math.Min(LowestBytes, later.LowestBytes),
        Math.Max(HighestBytes, later.HighestBytes),
        later.CommittedBytes is null || CommittedBytes > later.CommittedBytes ? CommittedBytes : later.CommittedBytes,
        Longer(LongestYoungPause, later.LongestYoungPause),
        Longer(LongestFullPause, later.LongestFullPause));

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
