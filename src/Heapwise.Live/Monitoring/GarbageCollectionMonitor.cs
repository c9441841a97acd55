using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Monitoring;

/// <summary>
/// Sees every garbage collection of one target. Two of Node's observers run there: performance entries have the time, the duration and the
/// cause, and <c>v8.GCProfiler</c> has the heap before and after, but no time. Both see the same garbage collections in the same order, and
/// are joined by that order here (checked on 18 to 26). Ends with the target's session.
/// </summary>
public sealed class GarbageCollectionMonitor
{
    private const string Factory =
        """
        require => {
          const {performance, PerformanceObserver} = require('perf_hooks'), v8 = require('v8');
          let entries = [];
          const describe = entry => ({
            kind: entry.detail?.kind ?? entry.kind, flags: entry.detail?.flags ?? entry.flags ?? 0,
            start: entry.startTime, duration: entry.duration,
          });
          const observer = new PerformanceObserver(list => { for (const entry of list.getEntries()) entries.push(describe(entry)) });
          const begin = () => { const profiler = new v8.GCProfiler(); profiler.start(); return profiler };
          observer.observe({entryTypes: ['gc']});
          let profiler = begin();
          return {
            stop() { observer.disconnect(); profiler.stop() },
            drain() {
              const sizes = (profiler.stop()?.statistics ?? []).map(one => ({
                type: one.gcType, cost: one.cost,
                before: one.beforeGC.heapStatistics.usedHeapSize, after: one.afterGC.heapStatistics.usedHeapSize,
                totalBefore: one.beforeGC.heapStatistics.totalHeapSize, totalAfter: one.afterGC.heapStatistics.totalHeapSize,
              }));
              profiler = begin();
              const drained = {now: performance.now(), entries, sizes};
              entries = [];
              return drained;
            },
          };
        }
        """;

    /// <summary>Sizes whose entry has not arrived after so many readings are passed on with the time of the reading.</summary>
    private const int Patience = 3;

    private readonly TargetMonitor _monitor;
    private readonly Queue<WireGcEntry> _entries = new();
    private readonly Queue<(WireGcSizes Sizes, int Reading)> _sizes = new();
    private int _reading;

    private GarbageCollectionMonitor(TargetMonitor monitor) => _monitor = monitor;

    /// <exception cref="TargetException"/>
    public static async Task<GarbageCollectionMonitor> StartAsync(NodeTarget target, CancellationToken cancellation) =>
        new(await target.StartMonitorAsync(Factory, cancellation));

    /// <summary>
    /// The garbage collections since the last call, in order. The most recent one may come with the next call, because Node reports it when
    /// its event loop turns. Call this about every second: until then the target retains them, some kilobytes each.
    /// </summary>
    /// <exception cref="TargetException"/>
    public async Task<IReadOnlyList<GarbageCollection>> DrainAsync(CancellationToken cancellation)
    {
        var drained = await _monitor.CallAsync("drain", MonitoringJson.Default.WireGcReading, cancellation);
        return Join(drained);
    }

    internal IReadOnlyList<GarbageCollection> Join(WireGcReading drained)
    {
        _reading++;
        foreach (var entry in drained.Entries) _entries.Enqueue(entry);
        foreach (var sizes in drained.Sizes) _sizes.Enqueue((sizes, _reading));
        List<GarbageCollection> joined = [];
        while (_sizes.TryPeek(out var next) && (_entries.Count > 0 || next.Reading + Patience <= _reading))
        {
            _sizes.Dequeue();
            joined.AddRange(TakeEntriesWithoutSizes(next.Sizes));
            joined.Add(Create(next.Sizes, drained.Now));
        }

        if (_sizes.Count == 0)
            while (_entries.TryDequeue(out var entry)) joined.Add(Create(entry, null));
        return joined;
    }

    /// <summary>Of garbage collections that ran between two profiles: entries of a kind that no sizes are waiting for.</summary>
    private IEnumerable<GarbageCollection> TakeEntriesWithoutSizes(WireGcSizes next)
    {
        while (_entries.TryPeek(out var entry) && KindOf(entry) != KindOf(next) && !HasSizesOf(KindOf(entry)))
            yield return Create(_entries.Dequeue(), null);
    }

    private bool HasSizesOf(GarbageCollectionKind kind) => _sizes.Any(waiting => KindOf(waiting.Sizes) == kind);

    /// <summary>Takes the entry that belongs to the sizes. Without one, the time of the reading has to do.</summary>
    private GarbageCollection Create(WireGcSizes sizes, double now)
    {
        var kind = KindOf(sizes);
        if (_entries.TryPeek(out var entry) && KindOf(entry) == kind) return Create(_entries.Dequeue(), sizes);
        return Create(new WireGcEntry(0, 0, now, sizes.Cost / 1000), sizes) with { Kind = kind };
    }

    private static GarbageCollection Create(WireGcEntry entry, WireGcSizes? sizes) => new(
        KindOf(entry),
        TimeSpan.FromMilliseconds(entry.Start + entry.Duration),
        TimeSpan.FromMilliseconds(entry.Duration),
        sizes is null ? null : new GarbageCollectionHeap(sizes.Before, sizes.After, sizes.TotalBefore, sizes.TotalAfter),
        entry.Flags);

    private static GarbageCollectionKind KindOf(WireGcEntry entry) => entry.Kind switch
    {
        1 => GarbageCollectionKind.Scavenge,
        2 => GarbageCollectionKind.MinorMarkSweep,
        8 => GarbageCollectionKind.IncrementalMarking,
        16 => GarbageCollectionKind.WeakCallbacks,
        _ => GarbageCollectionKind.MarkCompact,
    };

    private static GarbageCollectionKind KindOf(WireGcSizes sizes) => sizes.Type switch
    {
        "Scavenge" => GarbageCollectionKind.Scavenge,
        "MinorMarkCompact" or "MinorMarkSweep" => GarbageCollectionKind.MinorMarkSweep,
        "IncrementalMarking" => GarbageCollectionKind.IncrementalMarking,
        "ProcessWeakCallbacks" => GarbageCollectionKind.WeakCallbacks,
        _ => GarbageCollectionKind.MarkCompact,
    };
}
