using System.Text.Json;
using Heapwise.Live.Cdp;

namespace Heapwise.Live.Recording;

/// <summary>
/// Follows V8's <c>heapStatsUpdate</c> and <c>lastSeenObjectId</c> events while objects are tracked. Each look of V8 begins a stretch
/// of time; an update then tells, for stretches that changed, how many of their objects are alive. The first stretch holds what was
/// there before. Written by the receive loop, read from elsewhere: <c>_lock</c> guards all of it. 40 bytes a stretch, twenty a second.
/// </summary>
internal sealed class HeapStatsLog : IDisposable
{
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

    /// <summary>The last id given when V8 looked first; null before.</summary>
    public long? LastIdBefore
    {
        get
        {
            lock (_lock) return _firstLastId;
        }
    }

    /// <summary>The stretches so far, without the first, which is the heap as it was.</summary>
    public IReadOnlyList<TrackedStretch> Stretches()
    {
        lock (_lock)
        {
            var stretches = new List<TrackedStretch>(_counts.Count);
            for (var i = 1; i < Math.Min(_counts.Count, _looks.Count); i++)
                stretches.Add(new TrackedStretch(_looks[i - 1], _looks[i], _counts[i].FirstBytes, _counts[i].FirstObjects, _counts[i].Bytes, _counts[i].Objects));
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
            {
                var (index, objects, bytes) = (update.StatsUpdate[i], update.StatsUpdate[i + 1], update.StatsUpdate[i + 2]);
                if (index < 0 || index > _counts.Count + MostNewStretches) continue; // not V8's; never make room for it
                while (_counts.Count <= index) _counts.Add(default);
                var known = _counts[(int)index];
                _counts[(int)index] = new Counts(objects, bytes, known.IsKnown ? known.FirstObjects : objects, known.IsKnown ? known.FirstBytes : bytes, IsKnown: true);
            }
        }

        return ValueTask.CompletedTask;
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

    private const int MostNewStretches = 1000;

    private readonly record struct Counts(long Objects, long Bytes, long FirstObjects, long FirstBytes, bool IsKnown);
}
