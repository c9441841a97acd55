using Heapwise.Analysis.GarbageCollection;

namespace Heapwise.Guard.Readings;

/// <summary>What has been read of one target so far: the last readings, and the floors of its memory. Rules judge it.</summary>
/// <param name="warmUp">How old a process must be before its growth means anything: caches fill, code is compiled.</param>
public sealed class Trail(TimeSpan warmUp)
{
    private const int MaxReadings = 64;

    private readonly Queue<Reading> _readings = new();

    /// <summary>Earliest first.</summary>
    public IReadOnlyCollection<Reading> Readings => _readings;

    /// <summary>Null before the first.</summary>
    public Reading? Latest { get; private set; }

    /// <summary>What is left of the heap after collections.</summary>
    public FloorTrack Heap { get; } = new();

    /// <summary>What the process has in memory of its own beyond its heaps: buffers, native code and its leaks.</summary>
    public FloorTrack Native { get; } = new();

    /// <summary>Whether the process's growth is judged yet.</summary>
    public bool IsWarm => Latest?.Age >= warmUp;

    public void Add(Reading reading)
    {
        Latest = reading;
        _readings.Enqueue(reading);
        if (_readings.Count > MaxReadings) _readings.Dequeue();
        if (!IsWarm) return;
        AddHeap(reading);
        if (reading.Find(Figure.Anonymous) - reading.Find(Figure.HeapCommitted) is not { } beyond) return;
        Native.Add(reading.At, (long)Math.Max(0, beyond - (reading.Find(Figure.WorkerHeaps) ?? 0)));
    }

    /// <summary>V8's own floor; where the heap is not read from outside, which shows it, the low points of what is used.</summary>
    private void AddHeap(Reading reading)
    {
        if (reading.Find(Figure.HeapFloor) is { } floor) Heap.AddFloor(reading.At, (long)floor);
        else if (reading.Find(Figure.OldSpace) is null && reading.Find(Figure.HeapUsed) is { } used) Heap.Add(reading.At, (long)used);
    }

    /// <summary>After a capture of our own that has left memory behind: the guard must not report itself.</summary>
    public void RestartAfterCapture() => Native.Restart();

    /// <summary>What memory outside the heap may grow to; null where that is not known.</summary>
    public double? FindNativeRoom() =>
        (Latest?.Find(Figure.GroupLimit) ?? Latest?.Find(Figure.MachineTotal)) - Latest?.Find(Figure.HeapUsed);

    /// <summary>How long until a growing floor reaches a limit; null where it does not grow.</summary>
    public static TimeSpan? FindTimeLeft(FloorTrack floor, double limitBytes)
    {
        if (floor.Trend is not { Verdict: FloorVerdict.Growing, BytesPerMinute: > 0 and var rate }
            || floor.LatestBytes is not { } now) return null;
        return TimeSpan.FromMinutes(Math.Clamp((limitBytes - now) / rate, 0, MaxMinutes));
    }

    private const double MaxMinutes = 365 * 24 * 60;
}
