using System.Text.Json;
using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Wire;

namespace Heapwise.Live.Recording;

/// <summary>
/// Follows V8's <c>heapStatsUpdate</c> and <c>lastSeenObjectId</c> events while objects are tracked. Each look of V8 at the heap begins a
/// stretch of time. For each stretch that changed, an update contains how many of its objects are alive. The first stretch contains what
/// existed before. Written by the receive loop and read from other threads: <c>_lock</c> guards all fields. 40 bytes per stretch, twenty
/// stretches per second.
/// </summary>
internal sealed class HeapStatsLog : IDisposable
{
    private const int MaxNewStretches = 1000;

    private readonly Lock _lock = new();
    private readonly List<Counts> _counts = [];
    private readonly List<TimeSpan> _looks = [];
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly IDisposable[] _registrations;
    private long? _firstLastId;

    public HeapStatsLog(CdpConnection connection, TimeProvider time)
    {
        _time = time;
        _began = time.GetTimestamp();
        _registrations =
        [
            connection.AddHandler("HeapProfiler.heapStatsUpdate", UpdateAsync),
            connection.AddHandler("HeapProfiler.lastSeenObjectId", SeeAsync),
        ];
    }

    /// <summary>The last object id that V8 had assigned at its first look; null before that.</summary>
    public long? LastIdBefore
    {
        get
        {
            lock (_lock) return _firstLastId;
        }
    }

    /// <summary>The stretches so far, without the first, which is the heap before the tracking.</summary>
    public IReadOnlyList<TrackedStretch> Stretches()
    {
        lock (_lock)
        {
            var stretches = new List<TrackedStretch>(_counts.Count);
            for (var i = 1; i < Math.Min(_counts.Count, _looks.Count); i++)
            {
                var counts = _counts[i];
                stretches.Add(new TrackedStretch(
                    _looks[i - 1], _looks[i], counts.FirstBytes, counts.FirstObjects, counts.Bytes, counts.Objects));
            }

            return stretches;
        }
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private ValueTask UpdateAsync(ReadOnlyMemory<byte> parameters, CancellationToken lifetime)
    {
        if (JsonSerializer.Deserialize(parameters.Span, CdpJson.Default.WireHeapStats) is not { } update) return ValueTask.CompletedTask;
        lock (_lock)
        {
            for (var i = 0; i + 2 < update.StatsUpdate.Count; i += 3)
                Set_NeedsLock(update.StatsUpdate[i], update.StatsUpdate[i + 1], update.StatsUpdate[i + 2]);
        }

        return ValueTask.CompletedTask;
    }

    private void Set_NeedsLock(long index, long objects, long bytes)
    {
        if (index < 0 || index > _counts.Count + MaxNewStretches) return; // not from V8, so no memory is allocated for it
        while (_counts.Count <= index) _counts.Add(default);
        var known = _counts[(int)index];
        _counts[(int)index] = known.IsKnown
            ? known with { Objects = objects, Bytes = bytes }
            : new Counts(objects, bytes, objects, bytes, IsKnown: true);
    }

    private ValueTask SeeAsync(ReadOnlyMemory<byte> parameters, CancellationToken lifetime)
    {
        if (JsonSerializer.Deserialize(parameters.Span, CdpJson.Default.WireLastSeenObject) is not { } seen) return ValueTask.CompletedTask;
        lock (_lock)
        {
            _firstLastId ??= seen.LastSeenObjectId;
            _looks.Add(_time.GetElapsedTime(_began));
        }

        return ValueTask.CompletedTask;
    }

    private readonly record struct Counts(long Objects, long Bytes, long FirstObjects, long FirstBytes, bool IsKnown);
}
