using Heapwise.Guard.Targets;
using Heapwise.Live.Processes;
using Heapwise.Outside.Copying;
using Heapwise.Outside.Failures;
using Heapwise.Outside.Metering;

namespace Heapwise.Guard.Readings;

/// <summary>
/// The heaps of a process's worker threads. They are searched for only when its threads have changed. Whose a heap is, the stacks of the
/// threads tell: for that the process stands still for about a millisecond, once for each set of workers that has outlived a reading, so
/// that workers for a single task cause none.
/// </summary>
/// <param name="processId">The process.</param>
/// <param name="main">Reads the heap of its main thread.</param>
internal sealed class WorkerHeaps(int processId, HeapMeter main)
{
    private readonly Dictionary<ulong, WorkerHeap> _known = [];
    private IReadOnlyList<int>? _threads;
    private IReadOnlyList<HeapMeter> _meters = [];
    private bool _hasStrangers;

    /// <summary>Those whose thread is known.</summary>
    public IReadOnlyList<WorkerHeap> Known { get; private set; } = [];

    /// <summary>Looks what has changed.</summary>
    /// <returns>The bytes of all their pages.</returns>
    public long Look()
    {
        var threads = ProcThreads.ListIds(processId);
        var isFirst = _threads is null; // they have been there before us
        if (isFirst || !threads.SequenceEqual(_threads!)) Search(threads);
        else if (_hasStrangers) Identify();
        if (isFirst && _hasStrangers) Identify();
        return _meters.Sum(meter => TryRead(meter)?.CommittedBytes ?? 0);
    }

    private void Search(IReadOnlyList<int> threads)
    {
        _threads = threads;
        _meters = main.OpenWorkers();
        var heaps = _meters.Select(meter => meter.Heap).ToHashSet();
        foreach (var (heap, worker) in _known)
            if (!heaps.Contains(heap) || !worker.Thread.IsThere(processId)) _known.Remove(heap);
        Known = [.. _known.Values];
        _hasStrangers = heaps.Count > _known.Count;
    }

    private void Identify()
    {
        _hasStrangers = false; // where it fails, the next change of threads gives another chance
        try
        {
            foreach (var worker in OutsideWorker.FindAll(processId))
            {
                if (_known.ContainsKey(worker.Heap) || ThreadSighting.Find(processId, worker.ThreadId) is not { } thread) continue;
                if (_meters.FirstOrDefault(meter => meter.Heap == worker.Heap) is { } meter)
                    _known[worker.Heap] = new WorkerHeap(thread, meter);
            }
        }
        catch (OutsideException)
        {
            return; // it may not be stopped: its workers count for its memory all the same
        }

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
