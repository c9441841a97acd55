using Heapwise.Analysis.GarbageCollection;

namespace Heapwise.Guard.Readings;

/// <summary>
/// The floor of a series that garbage makes jump up and down. From outside nobody sees when V8 collects; but of several readings in a row,
/// the lowest is the closest to what was left after a collection. Blocks of readings give one point each, and the points are judged by
/// <see cref="FloorTrend"/>. Keeps at most <see cref="MaxPoints"/> points; beyond that, neighbours are joined, so that a slow leak is still
/// seen over a long time.
/// </summary>
public sealed class FloorTrack
{
    /// <summary>Readings that give one point.</summary>
    public const int Block = 4;

    private const int MaxPoints = 128;

    private readonly List<FloorPoint> _points = [];
    private int _stride = 1;
    private int _inBlock;
    private FloorPoint _lowest;

    /// <summary>Judged anew only when a point has been added: it costs a few milliseconds.</summary>
    public FloorTrend Trend { get; private set; } = FloorTrend.From([]);

    /// <summary>The latest floor; null before the first.</summary>
    public long? LatestBytes => _points.Count > 0 ? _points[^1].Bytes : null;

    public void Add(TimeSpan at, long bytes)
    {
        if (_inBlock == 0 || bytes < _lowest.Bytes) _lowest = new FloorPoint(at, bytes);
        if (++_inBlock < Block * _stride) return;
        _inBlock = 0;
        _points.Add(_lowest);
        if (_points.Count > MaxPoints) Halve();
        Trend = FloorTrend.From(_points);
    }

    /// <summary>What was there before counts no more: something else than the program has changed the level.</summary>
    public void Restart()
    {
        _points.Clear();
        (_stride, _inBlock) = (1, 0);
        Trend = FloorTrend.From([]);
    }

    private void Halve()
    {
        for (var i = 0; i < _points.Count / 2; i++)
            _points[i] = _points[2 * i].Bytes <= _points[(2 * i) + 1].Bytes ? _points[2 * i] : _points[(2 * i) + 1];
        _points.RemoveRange(_points.Count / 2, _points.Count - (_points.Count / 2));
        _stride *= 2;
    }
}
