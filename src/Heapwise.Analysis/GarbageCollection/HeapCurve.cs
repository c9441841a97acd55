namespace Heapwise.Analysis.GarbageCollection;

/// <summary>
/// A heap over time for a picture, in bounded memory. Neighbours are merged as the series grows and keep their extremes, so that no
/// peak and no long pause is lost.
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
        if (collection.Sizes is not { } sizes) return;
        var point = new HeapCurvePoint(
            collection.At,
            Math.Min(sizes.BeforeBytes, sizes.AfterBytes),
            sizes.PeakBytes,
            sizes.CommittedAfterBytes,
            collection.IsFull ? TimeSpan.Zero : collection.Pause,
            collection.IsFull ? collection.Pause : TimeSpan.Zero);
        _open = _inOpen == 0 ? point : _open.MergeWith(point);
        if (++_inOpen < _perPoint) return;
        _inOpen = 0;
        _points.Add(_open);
        if (_points.Count < maxCount) return;
        for (var i = 0; i < _points.Count / 2; i++) _points[i] = _points[2 * i].MergeWith(_points[(2 * i) + 1]);
        _points.RemoveRange(_points.Count / 2, _points.Count - (_points.Count / 2));
        _perPoint *= 2;
    }
}
