using Heapwise.Analysis.GarbageCollection;

namespace Heapwise.Analysis.Process;

/// <summary>
/// What is kept of the samples of one process: the latest in full, for pictures, and thinned series for the trends, so that days of
/// watching fit. A few hundred kilobytes at most. Not thread-safe.
/// </summary>
public sealed class WatchHistory
{
    /// <summary>Samples kept in full: 10 minutes at one a second.</summary>
    public const int MaxSamples = 600;

    private const int MaxPoints = 600;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    private readonly Queue<WatchSample> _latest = new();
    private readonly Thinned<FloorPoint> _external = new(MaxPoints);
    private readonly Thinned<FloorPoint> _rss = new(MaxPoints);
    private TimeSpan _windowEnd = Pace;
    private long _minExternal = long.MaxValue;
    private long _minRss = long.MaxValue;

    public IReadOnlyCollection<WatchSample> Samples => _latest;

    public WatchSample? Last { get; private set; }

    public long Count { get; private set; }

    /// <summary>How long the process was watched.</summary>
    public TimeSpan Watched => Last is null ? TimeSpan.Zero : TimeSpan.FromSeconds(Last.Seconds);

    /// <summary>All collections so far.</summary>
    public GcTally Collections { get; } = new();

    /// <param name="sample">The next one.</param>
    /// <param name="collections">Those since the one before.</param>
    public void Add(WatchSample sample, IReadOnlyList<GcEvent> collections)
    {
        var at = TimeSpan.FromSeconds(sample.Seconds);
        Last = sample;
        Count++;
        _latest.Enqueue(sample);
        if (_latest.Count > MaxSamples) _latest.Dequeue();
        foreach (var collection in collections) Collections.Add(collection);

        // The minimum of a few seconds: what comes and goes with the work is not the level.
        _minExternal = Math.Min(_minExternal, sample.ExternalBytes);
        _minRss = Math.Min(_minRss, sample.RssBytes);
        if (at < _windowEnd) return;
        _external.Add(new FloorPoint(at, _minExternal));
        _rss.Add(new FloorPoint(at, _minRss));
        (_minExternal, _minRss, _windowEnd) = (long.MaxValue, long.MaxValue, at + Pace);
    }

    /// <summary>Judges what was observed so far. Costs milliseconds: not for every sample.</summary>
    public WatchVerdict Judge() => WatchVerdict.From(Last, new WatchTrends(
        FloorTrend.From(Collections.FullFloors),
        FloorTrend.From(Collections.YoungFloors),
        FloorTrend.From(_external.Items),
        FloorTrend.From(_rss.Items)));
}
