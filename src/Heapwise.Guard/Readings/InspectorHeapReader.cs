using Heapwise.Live.Monitoring;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Guard.Readings;

/// <summary>
/// Reads a heap through the process's inspector, where it cannot be read from outside. Each reading is a short session of its own, so that
/// the port is open for a second and not all the time: the inspector is opened by a signal, asked, and closed. Tells what only Node knows:
/// contexts, and how late timers fire while the session lasts.
/// </summary>
/// <param name="processId">The process.</param>
/// <param name="time">For its time limits.</param>
public sealed class InspectorHeapReader(int processId, TimeProvider time) : IHeapReader
{
    private const string SpaceSuffix = "_space";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LoopWindow = TimeSpan.FromMilliseconds(200);

    public IReadOnlyList<WorkerHeap> Workers => [];

    public async ValueTask<HeapFigures> ReadAsync(CancellationToken cancellation)
    {
        var options = new TargetOptions { AttachTimeout = Patience, RequestTimeout = Patience, Time = time };
        await using var target = await NodeTarget.OpenAsync(new TargetSpec.RunningProcess(processId), options, cancellation);
        var monitor = await ProcessMonitor.StartAsync(target, cancellation);
        await Task.Delay(LoopWindow, time, cancellation);
        var reading = await monitor.ReadAsync(cancellation);
        var values = new Dictionary<Figure, double>
        {
            [Figure.HeapUsed] = reading.Memory.HeapUsedBytes,
            [Figure.HeapCommitted] = reading.Memory.HeapTotalBytes,
            [Figure.HeapLimit] = reading.Heap.LimitBytes,
            [Figure.External] = reading.Memory.ExternalBytes,
            [Figure.ArrayBuffers] = reading.Memory.ArrayBuffersBytes,
            [Figure.NativeContexts] = reading.Heap.NativeContexts,
            [Figure.DetachedContexts] = reading.Heap.DetachedContexts,
            [Figure.LoopUtilization] = reading.Loop.Utilization,
        };
        if (reading.Loop.Delay is { } delay) values[Figure.LoopDelay] = delay.P99Ms;
        return new HeapFigures(values, [.. reading.Spaces.Select(SpaceOf)])
        {
            Inspected = new InspectorFigures(
                reading.Loop.Delay, reading.Heap.MallocedBytes, reading.Heap.GlobalHandlesUsedBytes, reading.Heap.GlobalHandlesTotalBytes),
        };
    }

    private static HeapSpace SpaceOf(HeapSpaceReading space)
    {
        var name = space.Name.EndsWith(SpaceSuffix, StringComparison.Ordinal) ? space.Name[..^SpaceSuffix.Length] : space.Name;
        return new HeapSpace(name, space.SizeBytes, space.UsedBytes, space.AvailableBytes);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
