using Heapwise.Guard.Metrics.Figures;
using Heapwise.Guard.Readings;
using static Heapwise.Guard.Metrics.Prometheus.TargetMetric;

namespace Heapwise.Guard.Metrics.Prometheus;

/// <summary>
/// The metrics of targets, in the order in which they are shown. Those named <c>process_</c> and <c>nodejs_</c> have the names, types and
/// labels that prom-client 15 gives them in a program, and mean the same, so that dashboards made for it show them. What prom-client has
/// and cannot be known from outside is left out, not guessed.
/// </summary>
internal static class TargetMetrics
{
    /// <summary>prom-client's figures of the loop's delay have the interval of the measuring timer in them; ours are without.</summary>
    private const double DelayTimerMs = 10;

    private const double MsPerSecond = 1000;

    public static IReadOnlyList<TargetMetric> All { get; } =
        [.. Process(), .. Heap(), .. Spaces(), .. Inspected(), .. Judged(), .. Groups()];

    private static IEnumerable<TargetMetric> Process() =>
    [
        Counter("process_cpu_user_seconds_total", "Total user CPU time spent in seconds.", target => target.Use?.UserTime.TotalSeconds),
        Counter("process_cpu_system_seconds_total", "Total system CPU time spent in seconds.",
            target => target.Use?.SystemTime.TotalSeconds),
        Counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.",
            target => (target.Use?.UserTime + target.Use?.SystemTime)?.TotalSeconds),
        Gauge("process_start_time_seconds", "Start time of the process since unix epoch in seconds.",
            target => target.Target.Thread is null ? Math.Round(target.StartedAt.ToUnixTimeMilliseconds() / MsPerSecond) : null),
        Gauge("process_resident_memory_bytes", "Resident memory size in bytes.", target => target.Find(Figure.Rss)),
        Gauge("process_virtual_memory_bytes", "Virtual memory size in bytes.", target => target.Use?.VirtualBytes),
        Gauge("process_heap_bytes", "Process heap size in bytes.", target => target.Use?.DataBytes),
        Gauge("process_open_fds", "Number of open file descriptors.", target => target.Find(Figure.Descriptors)),
        Gauge("process_max_fds", "Maximum number of open file descriptors.", target => target.Find(Figure.DescriptorLimit)),
        new("nodejs_version_info", MetricKind.Gauge, "Node.js version info.", VersionOf),
    ];

    private static IEnumerable<TargetMetric> Heap() =>
    [
        Gauge("nodejs_heap_size_total_bytes", "Process heap size from Node.js in bytes.", target => target.Find(Figure.HeapCommitted)),
        Gauge("nodejs_heap_size_used_bytes", "Process heap size used from Node.js in bytes.", target => target.Find(Figure.HeapUsed)),
        Gauge("nodejs_heap_size_limit_bytes", "Largest heap size that V8 allows, old and young generation, in bytes.",
            target => target.Find(Figure.HeapLimit)),
        Gauge("nodejs_external_memory_bytes", "Node.js external memory size in bytes.", target => target.Find(Figure.External)),
        Gauge("nodejs_array_buffers_bytes", "Memory of array buffers and buffers, a part of the external memory, in bytes.",
            target => target.Find(Figure.ArrayBuffers)),
    ];

    private static IEnumerable<TargetMetric> Spaces() =>
    [
        Space("total", "Process heap space size total from Node.js in bytes.", space => space.TotalBytes),
        Space("used", "Process heap space size used from Node.js in bytes.", space => space.UsedBytes),
        Space("available", "Process heap space size available from Node.js in bytes.", space => space.AvailableBytes),
    ];

    private static IEnumerable<TargetMetric> Inspected() =>
    [
        Gauge("nodejs_malloced_memory_bytes", "Memory that V8 has allocated for itself outside the heap, in bytes.",
            target => target.Heap.Inspected?.MallocedBytes),
        Gauge("nodejs_global_handles_total_bytes", "Space reserved for references from native code into the heap, in bytes.",
            target => target.Heap.Inspected?.GlobalHandlesTotalBytes),
        Gauge("nodejs_global_handles_used_bytes", "Space used by references from native code into the heap, in bytes.",
            target => target.Heap.Inspected?.GlobalHandlesUsedBytes),
        Gauge("nodejs_native_contexts", "Number of top-level contexts.", target => target.Find(Figure.NativeContexts)),
        Gauge("nodejs_detached_contexts", "Number of contexts that nothing uses but something retains.",
            target => target.Find(Figure.DetachedContexts)),
        Gauge("nodejs_eventloop_utilization_ratio", "Share of the time in which the event loop did not wait.",
            target => target.Find(Figure.LoopUtilization)),
        Lag("max", "The maximum recorded event loop delay.", loop => loop.MaxMs),
        Lag("mean", "The mean of the recorded event loop delays.", loop => loop.MeanMs),
        Lag("p50", "The 50th percentile of the recorded event loop delays.", loop => loop.P50Ms),
        Lag("p99", "The 99th percentile of the recorded event loop delays.", loop => loop.P99Ms),
    ];

    private static IEnumerable<TargetMetric> Judged() =>
    [
        Gauge("heapwise_heap_used_bytes", "Objects of the old generation, garbage included, in bytes: V8 gives up when it is full.",
            target => Reading.FindHeap(target.Find)?.Used),
        Gauge("heapwise_heap_limit_bytes", "Limit of the old generation, in bytes.", target => Reading.FindHeap(target.Find)?.Limit),
        Gauge("heapwise_heap_floor_bytes", "Old objects left after the last full collection, in bytes.", target => target.Floor.HeapBytes),
        new("heapwise_seconds_to_limit", MetricKind.Gauge,
            "Time until a growing floor reaches the limit: of the heap, or of memory outside it. Absent while it does not grow.",
            TimeLeftOf),
        Gauge("heapwise_anonymous_memory_bytes", "Resident memory that the kernel cannot drop, in bytes.",
            target => target.Find(Figure.Anonymous)),
        Gauge("heapwise_main_thread_busy_ratio", "Share of the time since the last reading in which the main thread computed.",
            target => target.Find(Figure.MainThread)),
    ];

    private static IEnumerable<TargetMetric> Groups() =>
    [
        Gauge("heapwise_cgroup_memory_limit_bytes", "Limit of the control group with the least room, in bytes.",
            target => target.Find(Figure.GroupLimit)),
        Gauge("heapwise_cgroup_memory_anonymous_bytes", "Memory of that group that the kernel cannot drop, in bytes.",
            target => target.Find(Figure.GroupAnonymous)),
        Gauge("heapwise_cgroup_memory_working_set_bytes", "Memory of that group without inactive page cache, in bytes.",
            target => target.Find(Figure.GroupUsed)),
        Counter("heapwise_cgroup_oom_kills_total", "Processes of the group that the kernel has killed for memory.",
            target => target.Find(Figure.Kills)),
        Counter("heapwise_cgroup_memory_reclaims_total", "How often the group had to give back memory.",
            target => target.Find(Figure.Reclaims)),
        Gauge("heapwise_cgroup_memory_stall_ratio", "Share of the last minute in which a process of the group waited for memory.",
            target => target.Find(Figure.Stall)),
    ];

    private static TargetMetric Space(string what, string help, Func<HeapSpace, long?> read) => new(
        $"nodejs_heap_space_size_{what}_bytes", MetricKind.Gauge, help, target =>
            from space in target.Heap.Spaces
            let bytes = read(space)
            where bytes is not null
            select new TargetValue([new("space", space.Name)], bytes.Value));

    private static TargetMetric Lag(string what, string help, Func<Live.Monitoring.DelayReading, double> read) => Gauge(
        $"nodejs_eventloop_lag_{what}_seconds", help,
        target => target.Heap.Inspected?.Loop is { } loop ? (read(loop) + DelayTimerMs) / MsPerSecond : null);

    private static IEnumerable<TargetValue> VersionOf(TargetFigures target)
    {
        if (target.NodeVersion is not { } version) yield break;
        if (version.TrimStart('v').Split('.') is not [var major, var minor, var patch, ..]) yield break;
        yield return new TargetValue([new("version", version), new("major", major), new("minor", minor), new("patch", patch)], 1);
    }

    private static IEnumerable<TargetValue> TimeLeftOf(TargetFigures target)
    {
        if (target.Floor.HeapTimeLeft is { } heap) yield return new TargetValue([new("limit", "heap")], heap.TotalSeconds);
        if (target.Floor.MemoryTimeLeft is { } memory) yield return new TargetValue([new("limit", "memory")], memory.TotalSeconds);
    }
}
