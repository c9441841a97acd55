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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LoopWindow = TimeSpan.FromMilliseconds(200);

    public IReadOnlyList<WorkerHeap> Workers => [];

    public async ValueTask<IReadOnlyDictionary<Figure, double>> ReadAsync(CancellationToken cancellation)
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
        return values;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
