using Heapwise.Live.Cdp;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Monitoring;

/// <summary>
/// Watches one target: its event loop's delay is measured by a timer of 10 ms as long as this lives, the rest is read when asked.
/// Ends with the target's session.
/// </summary>
public sealed class ProcessMonitor
{
    /// <summary>
    /// A histogram's values hold the 10 ms of its timer itself: what comes above is lateness. <c>process</c> is the global one:
    /// <c>require('process')</c> reads all its properties on Node 18, which opens <c>process.stderr</c>.
    /// </summary>
    private const string Factory =
        """
        require => {
          const {performance, monitorEventLoopDelay} = require('perf_hooks'), v8 = require('v8');
          const resolution = 10, delay = monitorEventLoopDelay({resolution}), late = ns => Math.max(0, ns / 1e6 - resolution);
          delay.enable();
          let loop = performance.eventLoopUtilization(), at = performance.now();
          return {
            stop() { delay.disable() },
            read() {
              const now = performance.eventLoopUtilization(), used = performance.eventLoopUtilization(now, loop), time = performance.now();
              const resources = {}, usage = process.resourceUsage();
              for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
              const reading = {
                memory: {...process.memoryUsage(), heapLimit: v8.getHeapStatistics().heap_size_limit, resources},
                heap: v8.getHeapStatistics(), spaces: v8.getHeapSpaceStatistics(),
                utilization: used.utilization,
                delay: delay.count > 0 ? {mean: late(delay.mean), p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max)} : null,
                usage, uptime: process.uptime(), window: time - at,
              };
              delay.reset();
              loop = now;
              at = time;
              return reading;
            },
          };
        }
        """;

    private readonly NodeTarget _target;
    private readonly TargetMonitor _monitor;

    private ProcessMonitor(NodeTarget target, TargetMonitor monitor)
    {
        _target = target;
        _monitor = monitor;
    }

    /// <exception cref="TargetException"/>
    public static async Task<ProcessMonitor> StartAsync(NodeTarget target, CancellationToken cancellation) =>
        new(target, await target.StartMonitorAsync(Factory, cancellation));

    /// <summary>Reads everything. Costs the target a fraction of a millisecond, more where thousands of handles are open.</summary>
    /// <exception cref="TargetException"/>
    public async Task<ProcessReading> ReadAsync(CancellationToken cancellation)
    {
        var wire = await _monitor.CallAsync("read", CdpJson.Default.WireReading, cancellation);
        return new ProcessReading
        {
            Memory = _target.SampleOf(wire.Memory),
            Heap = new HeapReading(
                wire.Heap.HeapSizeLimit, wire.Heap.TotalPhysicalSize, wire.Heap.MallocedMemory, wire.Heap.PeakMallocedMemory, wire.Heap.NumberOfNativeContexts,
                wire.Heap.NumberOfDetachedContexts, wire.Heap.UsedGlobalHandlesSize, wire.Heap.TotalGlobalHandlesSize, wire.Heap.TotalAllocatedBytes),
            Spaces = [.. wire.Spaces.Select(HeapSpaceReading.Of)],
            Loop = new LoopReading(wire.Utilization, wire.Delay is { } delay ? new DelayReading(delay.Mean, delay.P50, delay.P99, delay.Max) : null),
            Usage = new UsageReading(
                TimeSpan.FromMicroseconds(wire.Usage.UserCPUTime), TimeSpan.FromMicroseconds(wire.Usage.SystemCPUTime), wire.Usage.MaxRSS << 10, wire.Usage.MajorPageFault,
                wire.Usage.FsRead, wire.Usage.FsWrite, wire.Usage.VoluntaryContextSwitches, wire.Usage.InvoluntaryContextSwitches),
            Uptime = TimeSpan.FromSeconds(wire.Uptime),
            Window = TimeSpan.FromMilliseconds(wire.Window),
        };
    }
}
