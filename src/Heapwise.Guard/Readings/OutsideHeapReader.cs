using Heapwise.Outside.Metering;

namespace Heapwise.Guard.Readings;

/// <summary>
/// Reads V8's own counters in the memory of a process that runs on: no inspector, no stop, some twenty system calls for each heap.
/// </summary>
public sealed class OutsideHeapReader : IHeapReader
{
    private readonly HeapMeter _meter;
    private readonly WorkerHeaps? _workers;

    private OutsideHeapReader(HeapMeter meter, WorkerHeaps? workers) => (_meter, _workers) = (meter, workers);

    public IReadOnlyList<WorkerHeap> Workers => _workers?.Known ?? [];

    /// <summary>Takes about a tenth of a second.</summary>
    /// <exception cref="Outside.Failures.OutsideException">It may not be read, or is no Node whose heap is known.</exception>
    public static OutsideHeapReader Open(int processId)
    {
        var meter = HeapMeter.Open(processId);
        return new OutsideHeapReader(meter, new WorkerHeaps(processId, meter));
    }

    /// <summary>Of a worker thread.</summary>
    public static OutsideHeapReader Of(WorkerHeap worker) => new(worker.Meter, null);

    /// <exception cref="Outside.Failures.OutsideException">The process has gone, or its heap is not where it was.</exception>
    public ValueTask<HeapFigures> ReadAsync(CancellationToken cancellation)
    {
        var use = _meter.Read();
        var values = new Dictionary<Figure, double>
        {
            [Figure.HeapUsed] = use.UsedBytes,
            [Figure.HeapCommitted] = use.CommittedBytes,
            [Figure.HeapLimit] = use.LimitBytes,
            [Figure.OldLimit] = use.OldLimitBytes,
            [Figure.OldSpace] = use.OldBytes,
            [Figure.ArrayBuffers] = use.ArrayBufferBytes,
        };
        if (use.OldFloorBytes > 0) values[Figure.HeapFloor] = use.OldFloorBytes;
        if (use.ExternalBytes is { } external) values[Figure.External] = external;
        if (_workers?.Look() is > 0 and var workers) values[Figure.WorkerHeaps] = workers;
        return ValueTask.FromResult(new HeapFigures(values, [.. _meter.SpaceNames.Select(name => SpaceOf(use, name))]));
    }

    /// <summary>One without pages is empty, as V8 reports it too.</summary>
    private static HeapSpace SpaceOf(HeapUse use, string name) => use.Spaces.FirstOrDefault(space => space.Name == name) is { } space
        ? new HeapSpace(name, space.CommittedBytes, space.UsedBytes, space.AvailableBytes)
        : new HeapSpace(name, 0, 0, HeapMeter.IsYoung(name) ? null : 0);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
