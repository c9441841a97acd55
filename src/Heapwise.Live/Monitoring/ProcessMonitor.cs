using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Monitoring;

/// <summary>
/// Monitors one target. Its event loop's delay is measured by a timer of 10 ms for as long as this lives; everything else is read on
/// request. Ends with the target's session.
/// </summary>
public sealed class ProcessMonitor
{
    /// <summary>
    /// The histogram's values include the 10 ms of the timer itself; the rest is delay. <c>process</c> is the global one:
    /// <c>require('process')</c> reads all its properties on Node 18, which opens <c>process.stderr</c>.
    /// </summary>
    private const string Factory =
        """
        require => {
          const {performance, monitorEventLoopDelay} = require('perf_hooks'), v8 = require('v8');
          const resolution = 10, delay = monitorEventLoopDelay({resolution}), late = ns => Math.max(0, ns / 1e6 - resolution);
          const at50 = () => late(delay.percentile(50)), at99 = () => late(delay.percentile(99));
          const lateness = () => ({mean: late(delay.mean), p50: at50(), p99: at99(), max: late(delay.max)});
          delay.enable();
          let loop = performance.eventLoopUtilization(), at = performance.now();
          return {
            stop() { delay.disable() },
            read() {
              const now = performance.eventLoopUtilization(), used = performance.eventLoopUtilization(now, loop);
              const time = performance.now();
              const resources = {}, usage = process.resourceUsage();
              for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
              const reading = {
                memory: {...process.memoryUsage(), heapLimit: v8.getHeapStatistics().heap_size_limit, resources},
                heap: v8.getHeapStatistics(), spaces: v8.getHeapSpaceStatistics(),
                utilization: used.utilization,
                delay: delay.count > 0 ? lateness() : null,
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
        var wire = await _monitor.CallAsync("read", MonitoringJson.Default.WireReading, cancellation);
        return new ProcessReading
        {
            Memory = _target.CreateSample(wire.Memory),
            Heap = HeapReading.From(wire.Heap),
            Spaces = [.. wire.Spaces.Select(HeapSpaceReading.From)],
            Loop = new LoopReading(
                wire.Utilization, wire.Delay is { } delay ? new DelayReading(delay.Mean, delay.P50, delay.P99, delay.Max) : null),
            Usage = UsageReading.From(wire.Usage),
            Uptime = TimeSpan.FromSeconds(wire.Uptime),
            Window = TimeSpan.FromMilliseconds(wire.Window),
        };
    }
}
