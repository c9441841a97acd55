using Heapwise.Guard.Targets;
using Heapwise.Live.Processes;
using Heapwise.Outside.Copying;
using Heapwise.Outside.Failures;
using Heapwise.Outside.Metering;

namespace Heapwise.Guard.Readings;

/// <summary>
/// The heaps of a process's worker threads. They are searched for only when its threads have changed, and once more at the reading after
/// that: a heap that is just being made is not found. Whose a heap is, the stacks of the threads tell: for that the process stands still
/// for about a millisecond, at most three times for each set of new heaps that has outlived a reading, so that workers for a single task
/// cause none.
/// </summary>
/// <param name="processId">The process.</param>
/// <param name="main">Reads the heap of its main thread.</param>
internal sealed class WorkerHeaps(int processId, HeapMeter main)
{
    private const int MaxTries = 3;

    private readonly Dictionary<ulong, WorkerHeap> _known = [];
    private readonly Dictionary<ulong, int> _tries = [];
    private HashSet<ulong> _strangers = [];
    private IReadOnlyList<int>? _threads;
    private bool _hasChanged;
    private IReadOnlyList<HeapMeter> _meters = [];

    /// <summary>Those whose thread is known.</summary>
    public IReadOnlyList<WorkerHeap> Known { get; private set; } = [];

    /// <summary>Looks what has changed.</summary>
    /// <returns>The bytes of all their pages.</returns>
    public long Look()
    {
        var threads = ProcThreads.ListIds(processId);
        var isFirst = _threads is null; // they have been there before us
        var hasChanged = isFirst || !threads.SequenceEqual(_threads!);
        if (hasChanged || _hasChanged) Search();
        (_threads, _hasChanged) = (threads, hasChanged);
        var heaps = _meters.Select(meter => meter.Heap);
        var strangers = heaps.Where(heap => !_known.ContainsKey(heap) && _tries.GetValueOrDefault(heap) < MaxTries).ToHashSet();
        if (strangers.Count > 0 && (isFirst || strangers.Overlaps(_strangers))) Identify(strangers);
        _strangers = strangers;
        return _meters.Sum(meter => TryRead(meter)?.CommittedBytes ?? 0);
    }

    private void Search()
    {
        _meters = main.OpenWorkers();
        var heaps = _meters.Select(meter => meter.Heap).ToHashSet();
        foreach (var heap in _tries.Keys.Where(heap => !heaps.Contains(heap)).ToList()) _tries.Remove(heap);
        foreach (var (heap, worker) in _known)
            if (!heaps.Contains(heap) || !worker.Thread.IsThere(processId)) _known.Remove(heap);
        Known = [.. _known.Values];
    }

    private void Identify(HashSet<ulong> strangers)
    {
        try
        {
            foreach (var worker in OutsideWorker.FindAll(processId))
            {
                if (!strangers.Contains(worker.Heap) || ThreadSighting.Find(processId, worker.ThreadId) is not { } thread) continue;
                _known[worker.Heap] = new WorkerHeap(thread, _meters.First(meter => meter.Heap == worker.Heap));
            }
        }
        catch (OutsideException)
        {
            // It may not be stopped: its workers count for its memory all the same.
        }

        foreach (var heap in strangers) _tries[heap] = _tries.GetValueOrDefault(heap) + 1;
        Known = [.. _known.Values];
    }

    /// <summary>Null where it has just ended.</summary>
    private static HeapUse? TryRead(HeapMeter meter)
    {
        try
        {
            return meter.Read();
        }
        catch (OutsideException)
        {
            return null;
        }
    }
}
