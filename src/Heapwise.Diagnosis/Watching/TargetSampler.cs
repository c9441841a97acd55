using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Process;
using Heapwise.Live.Monitoring;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Watching;

/// <summary>Reads one target again and again: its memory, its event loop, and the collections in between. One caller at a time.</summary>
public sealed class TargetSampler
{
    private readonly NodeTarget _target;
    private readonly ProcessMonitor _process;
    private readonly CollectionMonitor _collections;
    private readonly int? _localProcessId;
    private readonly long _began;
    private ProcessReading _before;

    private TargetSampler(NodeTarget target, ProcessMonitor process, CollectionMonitor collections, ProcessReading before)
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
        var collections = await CollectionMonitor.StartAsync(target, cancellation);
        var process = await ProcessMonitor.StartAsync(target, cancellation);
        return new TargetSampler(target, process, collections, await process.ReadAsync(cancellation));
    }

    /// <summary>Reads what is now, and what was since the last call, and adds it to the history. Costs the target about a millisecond.</summary>
    /// <exception cref="TargetException"/>
    public async Task<WatchSample> ReadAsync(WatchHistory history, CancellationToken cancellation)
    {
        var collections = await _collections.DrainAsync(cancellation);
        var now = await _process.ReadAsync(cancellation);
        GcEvent[] events = [.. collections.Select(GcEvents.Of)];
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
            CgroupUsedBytes = cgroup?.UsedBytes,
            CgroupLimitBytes = cgroup?.LimitBytes,
            AllocationBytesPerSecond = Math.Round(AllocatedBytes(now, collections) / window),
            CollectionShare = Math.Round(Math.Min(1, collections.Sum(collection => collection.Pause.TotalSeconds) / window), 5),
            LoopUtilization = Math.Round(now.Loop.Utilization, 4),
            LoopDelayP99Ms = now.Loop.Delay is { } delay ? Math.Round(delay.P99Ms, 3) : null,
            LoopDelayMaxMs = now.Loop.Delay is { } most ? Math.Round(most.MaxMs, 3) : null,
            CpuShare = Math.Round((now.Usage.UserTime + now.Usage.SystemTime - _before.Usage.UserTime - _before.Usage.SystemTime).TotalSeconds / window, 4),
            FileDescriptors = now.Memory.FileDescriptors,
            Collections = [.. events.Select(WatchCollection.From)],
        };
        _before = now;
        history.Add(sample, events);
        return sample;
    }

    /// <summary>
    /// What was there at each collection and now, beyond what the one before had left. Node 26's own count is not used: it counts
    /// whole allocation buffers, which each reading begins anew, and tells megabytes a second of an idle program.
    /// </summary>
    private double AllocatedBytes(ProcessReading now, IReadOnlyList<Collection> collections)
    {
        var left = _before.Memory.HeapUsedBytes;
        var allocated = 0L;
        foreach (var collection in collections)
        {
            if (collection is not { BeforeBytes: { } used, AfterBytes: { } after }) continue;
            allocated += Math.Max(0, used - left);
            left = after;
        }

        return allocated + Math.Max(0, now.Memory.HeapUsedBytes - left);
    }
}
