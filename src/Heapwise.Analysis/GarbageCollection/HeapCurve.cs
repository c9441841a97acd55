namespace Heapwise.Analysis.GarbageCollection;

/// <summary>One stretch of time in a <see cref="HeapCurve"/>: a single collection, or several of them merged.</summary>
public readonly record struct HeapCurvePoint(TimeSpan At, long LowestBytes, long HighestBytes, long? CommittedBytes, TimeSpan LongestYoungPause, TimeSpan LongestFullPause)
{
    internal HeapCurvePoint With(in HeapCurvePoint later) => new(
        later.At, Math.Min(LowestBytes, later.LowestBytes), Math.Max(HighestBytes, later.HighestBytes),
        later.CommittedBytes is null || CommittedBytes > later.CommittedBytes ? CommittedBytes : later.CommittedBytes,
        LongestYoungPause > later.LongestYoungPause ? LongestYoungPause : later.LongestYoungPause,
        LongestFullPause > later.LongestFullPause ? LongestFullPause : later.LongestFullPause);

    public TimeSpan LongestPause => LongestYoungPause > LongestFullPause ? LongestYoungPause : LongestFullPause;
}

/// <summary>
/// A heap over time for a picture, in bounded memory: neighbours are merged as the series grows, and keep their extremes, so that
/// no peak and no long pause is lost.
/// </summary>
public sealed class HeapCurve(int maxCount)
{
    private readonly List<HeapCurvePoint> _points = [];
    private HeapCurvePoint _open;
    private long _inOpen;
    private long _perPoint = 1;

    public IReadOnlyList<HeapCurvePoint> Points => _inOpen == 0 ? [.. _points] : [.. _points, _open];

    /// <summary>A collection of unknown sizes changes nothing.</summary>
    public void Add(in GcEvent collection)
    {
        if (collection is not { BeforeBytes: { } before, AfterBytes: { } after }) return;
        var point = new HeapCurvePoint(collection.At, Math.Min(before, after), Math.Max(before, after), collection.TotalAfterBytes,
            collection.IsFull ? TimeSpan.Zero : collection.Pause, collection.IsFull ? collection.Pause : TimeSpan.Zero);
        _open = _inOpen == 0 ? point : _open.With(point);
        if (++_inOpen < _perPoint) return;
        _inOpen = 0;
        _points.Add(_open);
        if (_points.Count < maxCount) return;
        for (var i = 0; i < _points.Count / 2; i++) _points[i] = _points[2 * i].With(_points[(2 * i) + 1]);
        _points.RemoveRange(_points.Count / 2, _points.Count - (_points.Count / 2));
        _perPoint *= 2;
    }
}
