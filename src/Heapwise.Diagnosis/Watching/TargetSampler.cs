using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Process;
using Heapwise.Live.Monitoring;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Watching;

/// <summary>
/// Reads one target repeatedly: its memory, its event loop, and the garbage collections in between. One caller at a time.
/// </summary>
public sealed class TargetSampler
{
    private readonly NodeTarget _target;
    private readonly ProcessMonitor _process;
    private readonly GarbageCollectionMonitor _collections;
    private readonly int? _localProcessId;
    private readonly long _began;
    private ProcessReading _before;

    private TargetSampler(NodeTarget target, ProcessMonitor process, GarbageCollectionMonitor collections, ProcessReading before)
    {
        _target = target;
        _process = process;
        _collections = collections;
        _localProcessId = target.IsLocal && OperatingSystem.IsLinux() ? target.ProcessId : null;
        _began = target.Options.Time.GetTimestamp();
        _before = before;
    }

    /// <exception cref="TargetException"/>
    public static async Task<TargetSampler> StartAsync(NodeTarget target, CancellationToken cancellation)
    {
        var collections = await GarbageCollectionMonitor.StartAsync(target, cancellation);
        var process = await ProcessMonitor.StartAsync(target, cancellation);
        return new TargetSampler(target, process, collections, await process.ReadAsync(cancellation));
    }

    /// <summary>
    /// Reads the current state and what happened since the last call, and adds it to the history. Costs the target about a millisecond.
    /// </summary>
    /// <exception cref="TargetException"/>
    public async Task<WatchSample> ReadAsync(WatchHistory history, CancellationToken cancellation)
    {
        var collections = await _collections.DrainAsync(cancellation);
        var now = await _process.ReadAsync(cancellation);
        GcEvent[] events = [.. collections.Select(GcEvents.From)];
        var cgroup = _localProcessId is { } processId ? CgroupMemory.Find(processId) : null;
        var window = Math.Max(0.001, now.Window.TotalSeconds);
        var sample = new WatchSample
        {
            Timestamp = now.Memory.Timestamp,
            Seconds = Math.Round(_target.Options.Time.GetElapsedTime(_began).TotalSeconds, 3),
            HeapUsedBytes = now.Memory.HeapUsedBytes,
            HeapTotalBytes = now.Memory.HeapTotalBytes,
            HeapLimitBytes = now.Memory.HeapLimitBytes,
            ExternalBytes = now.Memory.ExternalBytes,
            ArrayBuffersBytes = now.Memory.ArrayBuffersBytes,
            RssBytes = now.Memory.RssBytes,
            Container = cgroup is null ? null : new LimitedMemory(cgroup.UsedBytes, cgroup.LimitBytes),
            AllocationBytesPerSecond = Math.Round(AllocatedBytes(now, collections) / window),
            CollectionShare = Math.Round(Math.Min(1, collections.Sum(collection => collection.Pause.TotalSeconds) / window), 5),
            LoopUtilization = Math.Round(now.Loop.Utilization, 4),
            LoopDelay = now.Loop.Delay is { } delay ? new LoopDelay(Math.Round(delay.P99Ms, 3), Math.Round(delay.MaxMs, 3)) : null,
            CpuShare = Math.Round((CpuTime(now) - CpuTime(_before)).TotalSeconds / window, 4),
            FileDescriptors = now.Memory.FileDescriptors,
            Collections = [.. events.Select(WatchCollection.From)],
        };
        _before = now;
        history.Add(sample, events);
        return sample;
    }

    /// <summary>
    /// The growth up to each garbage collection, and up to now, beyond what the previous one had left. Node 26's own count is not used: it
    /// counts whole allocation buffers, and each reading starts new ones, so that an idle program seems to allocate megabytes per second.
    /// </summary>
    private double AllocatedBytes(ProcessReading now, IReadOnlyList<GarbageCollection> collections)
    {
        var left = _before.Memory.HeapUsedBytes;
        var allocated = 0L;
        foreach (var collection in collections)
        {
            if (collection.Heap is not { } heap) continue;
            allocated += Math.Max(0, heap.BeforeBytes - left);
            left = heap.AfterBytes;
        }

        return allocated + Math.Max(0, now.Memory.HeapUsedBytes - left);
    }

    private static TimeSpan CpuTime(ProcessReading reading) => reading.Usage.UserTime + reading.Usage.SystemTime;
}
