namespace Heapwise.Analysis.GarbageCollection;

/// <summary>
/// Collections of one heap, added up as they come. Figures are exact; series for trends and pictures are thinned. Memory is bounded
/// (a few hundred kB) whatever the number of collections. Not thread-safe.
/// </summary>
public sealed class GcTally
{
    private const int MaxFloors = 2400;
    private const int MaxCurvePoints = 2000;

    /// <summary>A full collection that frees less than this share of the heap achieved nothing.</summary>
    private const double MinEffectiveShare = 0.05;

    private readonly SortedDictionary<GcKind, (PauseTally Pauses, TimeSpan LongestAt, long FreedBytes)> _kinds = [];
    private readonly Thinned<FloorPoint> _fullFloors = new(MaxFloors);
    private readonly Thinned<FloorPoint> _youngFloors = new(MaxFloors);
    private readonly Thinned<TimeSpan> _fullTimes = new(MaxFloors);
    private GcEvent _latest;
    private TimeSpan _latestFull;
    private long _young;
    private long _youngAllocated;
    private long _youngPromoted;
    private long _ineffectiveInARow;

    public long Count { get; private set; }

    /// <summary>The beginning of the first collection's pause.</summary>
    public TimeSpan From { get; private set; }

    /// <summary>The end of the latest collection.</summary>
    public TimeSpan To { get; private set; }

    /// <summary>The latest collection, for a view that follows along; the default before the first.</summary>
    public GcEvent Latest => _latest;

    public TimeSpan Paused { get; private set; }

    public TimeSpan Steps { get; private set; }

    public long AllocatedBytes { get; private set; }

    /// <summary>Null if no collection reported it.</summary>
    public long? PromotedBytes { get; private set; }

    public long PeakBytes { get; private set; }

    public long PeakCommittedBytes { get; private set; }

    public long LastResorts { get; private set; }

    public long MaxIneffectiveInARow { get; private set; }

    /// <summary>After full collections; empty if there was none.</summary>
    public IReadOnlyList<FloorPoint> FullFloors => _fullFloors.Items;

    public long FullFloorCount => _fullFloors.Count;

    /// <summary>After young collections: old garbage is included.</summary>
    public IReadOnlyList<FloorPoint> YoungFloors => _youngFloors.Items;

    public long YoungFloorCount => _youngFloors.Count;

    /// <summary>When full collections ended that nobody requested.</summary>
    public IReadOnlyList<TimeSpan> FullTimes => _fullTimes.Items;

    /// <summary>Heap and pauses over time, thinned: for pictures.</summary>
    public HeapCurve Curve { get; } = new(MaxCurvePoints);

    /// <summary>Promoted by young collections, as a share of what was allocated between them; null if that is not known.</summary>
    public double? YoungPromotionShare =>
        _young > 0 && _youngAllocated > 0 ? Math.Min(1, (double)_youngPromoted / _youngAllocated) : null;

    public long YoungPromotionCount => _young;

    public long YoungPromotedBytes => _youngPromoted;

    /// <summary>The rows by kind, in the order of <see cref="GcKind"/>.</summary>
    public IReadOnlyList<GcKindRow> Kinds() =>
        [.. _kinds.Select(entry => GcKindRow.From(entry.Key, entry.Value.Pauses, entry.Value.LongestAt, entry.Value.FreedBytes))];

    public void Add(in GcEvent collection)
    {
        if (Count++ == 0) From = collection.At - collection.Pause;
        To = collection.At > To ? collection.At : To;
        Paused += collection.Pause;
        Steps += collection.Steps;
        AddToKind(collection);
        var allocated = AllocatedBefore(collection);
        AllocatedBytes += allocated;
        AddPromotion(collection, allocated);
        if (collection.Sizes is { } sizes) AddSizes(collection, sizes);
        Curve.Add(collection);
        if (collection.IsFull) AddFull(collection);
        if (collection.Cause is { } cause && cause.StartsWith("last resort", StringComparison.Ordinal)) LastResorts++;
        _latest = collection;
    }

    private void AddToKind(in GcEvent collection)
    {
        var (pauses, longestAt, freed) = _kinds.TryGetValue(collection.Kind, out var known) ? known : (new PauseTally(), default, 0);
        if (collection.Pause > pauses.Max || pauses.Count == 0) longestAt = collection.At;
        pauses.Add(collection.Pause);
        _kinds[collection.Kind] = (pauses, longestAt, freed + (collection.Sizes?.FreedBytes ?? 0));
    }

    /// <summary>How much the heap grew since the collection before. 0 if a log is not in the order in which it was written.</summary>
    private long AllocatedBefore(in GcEvent collection)
    {
        if (Count <= 1 || collection.At < _latest.At) return 0;
        return collection.Sizes is { } sizes && _latest.Sizes is { } earlier ? Math.Max(0, sizes.BeforeBytes - earlier.AfterBytes) : 0;
    }

    private void AddPromotion(in GcEvent collection, long allocated)
    {
        if (collection.PromotedBytes is not { } promoted) return;
        PromotedBytes = (PromotedBytes ?? 0) + promoted;
        if (!collection.IsYoung || Count <= 1) return;
        _young++;
        _youngAllocated += allocated;
        _youngPromoted += promoted;
    }

    private void AddSizes(in GcEvent collection, GcSizes sizes)
    {
        PeakBytes = Math.Max(PeakBytes, sizes.PeakBytes);
        PeakCommittedBytes = Math.Max(PeakCommittedBytes, sizes.PeakCommittedBytes);
        if (collection.IsFull) _fullFloors.Add(new FloorPoint(collection.At, sizes.AfterBytes));
        else if (collection.IsYoung) _youngFloors.Add(new FloorPoint(collection.At, sizes.AfterBytes));
    }

    private void AddFull(in GcEvent collection)
    {
        if (!collection.IsForced)
        {
            _ineffectiveInARow = IsIneffective(collection) ? _ineffectiveInARow + 1 : 0;
            MaxIneffectiveInARow = Math.Max(MaxIneffectiveInARow, _ineffectiveInARow);
            _fullTimes.Add(collection.At);
        }

        _latestFull = collection.At;
    }

    private bool IsIneffective(in GcEvent collection)
    {
        if (collection.Sizes is not { } sizes || _fullTimes.Count == 0) return false;
        var worked = collection.At - collection.Pause - _latestFull;
        return sizes.FreedBytes < MinEffectiveShare * sizes.BeforeBytes && worked < collection.Pause;
    }
}
