using Heapwise.Analysis.GarbageCollection;

namespace Heapwise.Guard.Readings;

/// <summary>
/// The floor of a series that garbage makes jump up and down: points that <see cref="FloorTrend"/> judges. Where V8's own floor is known,
/// it gives a point whenever it has changed, after a full collection. Else, of several readings in a row, the lowest is the closest to
/// what was left after a collection: blocks of readings give one point each. Keeps at most <see cref="MaxPoints"/> points; beyond that,
/// neighbours are joined, so that a slow leak is still seen over a long time.
/// </summary>
public sealed class FloorTrack
{
    /// <summary>Readings that give one point.</summary>
    public const int Block = 4;

    private const int MaxPoints = 128;

    /// <summary>Fewer cannot show growth with any certainty, so they say nothing: not even that there is none.</summary>
    private const int MinPoints = 8;

    private readonly List<FloorPoint> _points = [];
    private int _stride = 1;
    private int _inBlock;
    private FloorPoint _lowest;
    private long _lastFloor = -1;

    /// <summary>Judged anew only when a point has been added: it costs a few milliseconds.</summary>
    public FloorTrend Trend { get; private set; } = FloorTrend.From([]);

    /// <summary>The latest floor; null before the first.</summary>
    public long? LatestBytes => _points.Count > 0 ? _points[^1].Bytes : null;

    /// <summary>How long it has been seen.</summary>
    public TimeSpan Span => _points.Count > 1 ? _points[^1].At - _points[0].At : TimeSpan.Zero;

    /// <summary>One reading of many.</summary>
    public void Add(TimeSpan at, long bytes)
    {
        if (_inBlock == 0 || bytes < _lowest.Bytes) _lowest = new FloorPoint(at, bytes);
        if (++_inBlock < Block * _stride) return;
        _inBlock = 0;
        AddPoint(_lowest);
    }

    /// <summary>What a full collection has left. The same as before: there has been none since.</summary>
    public void AddFloor(TimeSpan at, long bytes)
    {
        if (bytes == _lastFloor) return;
        _lastFloor = bytes;
        if (_inBlock == 0 || bytes < _lowest.Bytes) _lowest = new FloorPoint(at, bytes);
        if (++_inBlock < _stride) return;
        _inBlock = 0;
        AddPoint(_lowest);
    }

    /// <summary>What was there before counts no more: something else than the program has changed the level.</summary>
    public void Restart()
    {
        _points.Clear();
        (_stride, _inBlock) = (1, 0);
        Trend = FloorTrend.From([]);
    }

    private void AddPoint(FloorPoint point)
    {
        _points.Add(point);
        if (_points.Count > MaxPoints) Halve();
        if (_points.Count >= MinPoints) Trend = FloorTrend.From(_points);
    }

    private void Halve()
    {
        for (var i = 0; i < _points.Count / 2; i++)
            _points[i] = _points[2 * i].Bytes <= _points[(2 * i) + 1].Bytes ? _points[2 * i] : _points[(2 * i) + 1];
        _points.RemoveRange(_points.Count / 2, _points.Count - (_points.Count / 2));
        _stride *= 2;
    }
}
