using Heapwise.Live.Cdp;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Monitoring;

/// <summary>
/// Sees every collection of one target. Two of Node's own observers run there: performance entries know when, how long and why,
/// <c>v8.GCProfiler</c> knows the heap before and after but no time. Both see the same collections in the same order, so they are
/// joined here by that (checked on 18 to 26). Ends with the target's session.
/// </summary>
public sealed class CollectionMonitor
{
    private const string Factory =
        """
        require => {
          const {performance, PerformanceObserver} = require('perf_hooks'), v8 = require('v8');
          let entries = [];
          const observer = new PerformanceObserver(list => {
            for (const entry of list.getEntries())
              entries.push({kind: entry.detail?.kind ?? entry.kind, flags: entry.detail?.flags ?? entry.flags ?? 0, start: entry.startTime, duration: entry.duration});
          });
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

    /// <summary>Sizes whose entry has not come after so many readings are passed on with the time of the reading.</summary>
    private const int Patience = 3;

    private readonly TargetMonitor _monitor;
    private readonly Queue<WireCollectionEntry> _entries = new();
    private readonly Queue<(WireCollectionSizes Sizes, int Reading)> _sizes = new();
    private int _reading;

    private CollectionMonitor(TargetMonitor monitor) => _monitor = monitor;

    /// <exception cref="TargetException"/>
    public static async Task<CollectionMonitor> StartAsync(NodeTarget target, CancellationToken cancellation) =>
        new(await target.StartMonitorAsync(Factory, cancellation));

    /// <summary>
    /// The collections since the last call, in their order. One that has just been can come with the next call: Node tells of it when
    /// its loop turns. Call it every second or so: until then the target keeps them, some kilobytes each.
    /// </summary>
    /// <exception cref="TargetException"/>
    public async Task<IReadOnlyList<Collection>> DrainAsync(CancellationToken cancellation)
    {
        var drained = await _monitor.CallAsync("drain", CdpJson.Default.WireCollections, cancellation);
        return Join(drained);
    }

    internal IReadOnlyList<Collection> Join(WireCollections drained)
    {
        _reading++;
        foreach (var entry in drained.Entries) _entries.Enqueue(entry);
        foreach (var sizes in drained.Sizes) _sizes.Enqueue((sizes, _reading));
        List<Collection> joined = [];
        while (_sizes.TryPeek(out var next) && (_entries.Count > 0 || next.Reading + Patience <= _reading))
        {
            _sizes.Dequeue();
            var kind = KindOf(next.Sizes.Type);
            // Another kind was collected between two profiles: its entry has no sizes.
            while (_entries.TryPeek(out var stray) && KindOf(stray.Kind) != kind && !_sizes.Any(later => KindOf(later.Sizes.Type) == KindOf(stray.Kind))) joined.Add(Of(_entries.Dequeue(), null));
            if (_entries.TryPeek(out var entry) && KindOf(entry.Kind) == kind) joined.Add(Of(_entries.Dequeue(), next.Sizes));
            else joined.Add(Of(new WireCollectionEntry(0, 0, drained.Now, next.Sizes.Cost / 1000), next.Sizes) with { Kind = kind });
        }

        if (_sizes.Count == 0)
            while (_entries.TryDequeue(out var entry)) joined.Add(Of(entry, null));
        return joined;
    }

    private static Collection Of(WireCollectionEntry entry, WireCollectionSizes? sizes) => new(
        KindOf(entry.Kind), TimeSpan.FromMilliseconds(entry.Start + entry.Duration), TimeSpan.FromMilliseconds(entry.Duration),
        sizes?.Before, sizes?.After, sizes?.TotalBefore, sizes?.TotalAfter, entry.Flags);

    private static CollectionKind KindOf(int kind) => kind switch
    {
        1 => CollectionKind.Scavenge,
        2 => CollectionKind.MinorMarkSweep,
        8 => CollectionKind.IncrementalMarking,
        16 => CollectionKind.WeakCallbacks,
        _ => CollectionKind.MarkCompact,
    };

    private static CollectionKind KindOf(string type) => type switch
    {
        "Scavenge" => CollectionKind.Scavenge,
        "MinorMarkCompact" or "MinorMarkSweep" => CollectionKind.MinorMarkSweep,
        "IncrementalMarking" => CollectionKind.IncrementalMarking,
        "ProcessWeakCallbacks" => CollectionKind.WeakCallbacks,
        _ => CollectionKind.MarkCompact,
    };
}
