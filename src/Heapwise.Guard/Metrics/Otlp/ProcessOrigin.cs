using System.Globalization;
using Heapwise.Guard.Metrics.Figures;
using Heapwise.Guard.Readings;

namespace Heapwise.Guard.Metrics.Otlp;

/// <summary>
/// A process that is watched, with its worker threads. Names, units and kinds are those of OpenTelemetry's semantic conventions where these
/// have one for what is known; the rest is named <c>heapwise.</c>. Points of worker threads have <c>thread.id</c>.
/// </summary>
internal static class ProcessOrigin
{
    private const double MsPerSecond = 1000;

    /// <param name="targets">The process, first, and its worker threads.</param>
    /// <param name="attributes">What it is.</param>
    public static OtlpOrigin Of(IReadOnlyList<TargetFigures> targets, IReadOnlyList<OtlpAttribute> attributes) => new(
        attributes,
        targets[0].StartedAt,
        targets[0].Latest.Time,
        [.. All.Select(known => known.Of(targets)).Where(metric => metric.Points.Count > 0)]);

    private static readonly IReadOnlyList<Known> All =
    [
        new("process.cpu.time", "s", OtlpKind.Counter, "Processor time of the process.", CpuTimes),
        One("process.memory.usage", "By", OtlpKind.UpDownCounter, "Resident memory.", target => target.Find(Figure.Rss)),
        One("process.memory.virtual", "By", OtlpKind.UpDownCounter, "Address space.", target => target.Use?.VirtualBytes),
        One("process.unix.file_descriptor.count", "{file_descriptor}", OtlpKind.UpDownCounter, "Open file descriptors.",
            target => target.Find(Figure.Descriptors)),
        One("container.memory.working_set", "By", OtlpKind.UpDownCounter, "Memory of the control group without inactive page cache.",
            target => target.Find(Figure.GroupUsed)),
        One("container.memory.rss", "By", OtlpKind.UpDownCounter, "Memory of the control group that the kernel cannot drop.",
            target => target.Find(Figure.GroupAnonymous)),
        One("container.memory.available", "By", OtlpKind.UpDownCounter, "Limit of the control group less its working set.",
            target => target.Find(Figure.GroupLimit) - target.Find(Figure.GroupUsed)),
        One("v8js.memory.heap.max", "By", OtlpKind.UpDownCounter, "Heap size at which V8 gives up.",
            target => target.Find(Figure.HeapLimit)),
        Space("v8js.memory.heap.used", "Objects of a heap space.", space => space.UsedBytes),
        Space("v8js.memory.heap.space.size", "Pages of a heap space.", space => space.TotalBytes),
        Space("v8js.memory.heap.space.available_size", "Room for objects in a heap space.", space => space.AvailableBytes),
        One("nodejs.eventloop.utilization", "1", OtlpKind.Gauge, "Share of the time in which the event loop did not wait.",
            target => target.Find(Figure.LoopUtilization)),
        Delay("max", "Longest event loop delay.", loop => loop.MaxMs),
        Delay("mean", "Mean event loop delay.", loop => loop.MeanMs),
        Delay("p50", "Median event loop delay.", loop => loop.P50Ms),
        Delay("p99", "99th percentile of the event loop delay.", loop => loop.P99Ms),
        One("heapwise.heap.floor", "By", OtlpKind.Gauge, "Old objects left after the last full collection.",
            target => target.Floor.HeapBytes),
        new("heapwise.time_to_limit", "s", OtlpKind.Gauge, "Time until a growing floor reaches its limit.", TimesLeft),
        One("heapwise.memory.external", "By", OtlpKind.UpDownCounter, "Memory outside the heap that objects keep alive.",
            target => target.Find(Figure.External)),
        One("heapwise.memory.array_buffers", "By", OtlpKind.UpDownCounter, "Memory of array buffers.",
            target => target.Find(Figure.ArrayBuffers)),
        One("heapwise.contexts.detached", "{context}", OtlpKind.UpDownCounter, "Contexts that nothing uses but something retains.",
            target => target.Find(Figure.DetachedContexts)),
        One("heapwise.main_thread.utilization", "1", OtlpKind.Gauge, "Share of the time in which the main thread computed.",
            target => target.Find(Figure.MainThread)),
        One("heapwise.cgroup.oom_kills", "{process}", OtlpKind.Counter, "Processes of the control group killed for memory.",
            target => target.Find(Figure.Kills)),
    ];

    private static Known One(string name, string unit, OtlpKind kind, string description, Func<TargetFigures, double?> read) =>
        new(name, unit, kind, description, target => read(target) is { } value ? [new OtlpPoint([], value)] : []);

    private static Known Space(string name, string description, Func<HeapSpace, long?> read) => new(
        name, "By", OtlpKind.UpDownCounter, description, target =>
            from space in target.Heap.Spaces
            let bytes = read(space)
            where bytes is not null
            select new OtlpPoint([new OtlpAttribute("v8js.heap.space.name", space.Name + "_space")], bytes.Value));

    private static Known Delay(string what, string description, Func<Live.Monitoring.DelayReading, double> read) => One(
        $"nodejs.eventloop.delay.{what}", "s", OtlpKind.Gauge, description,
        target => target.Heap.Inspected?.Loop is { } loop ? read(loop) / MsPerSecond : null);

    private static IEnumerable<OtlpPoint> CpuTimes(TargetFigures target) => target.Use is not { } use ? [] :
    [
        new OtlpPoint([new OtlpAttribute("cpu.mode", "user")], use.UserTime.TotalSeconds),
        new OtlpPoint([new OtlpAttribute("cpu.mode", "system")], use.SystemTime.TotalSeconds),
    ];

    private static IEnumerable<OtlpPoint> TimesLeft(TargetFigures target)
    {
        if (target.Floor.HeapTimeLeft is { } heap)
            yield return new OtlpPoint([new OtlpAttribute("heapwise.limit", "heap")], heap.TotalSeconds);
        if (target.Floor.MemoryTimeLeft is { } memory)
            yield return new OtlpPoint([new OtlpAttribute("heapwise.limit", "memory")], memory.TotalSeconds);
    }

    /// <summary>A metric before its values are known.</summary>
    private sealed record Known(
        string Name, string Unit, OtlpKind Kind, string Description, Func<TargetFigures, IEnumerable<OtlpPoint>> Read)
    {
        public OtlpMetric Of(IEnumerable<TargetFigures> targets) =>
            new(Name, Unit, Kind, Description, [.. targets.SelectMany(target => Read(target).Select(point => Mark(point, target)))]);

        private static OtlpPoint Mark(OtlpPoint point, TargetFigures target) => target.Target.Thread is { } thread
            ? point with
            {
                Attributes =
                [
                    .. point.Attributes,
                    new OtlpAttribute("thread.id", thread.Id.ToString(CultureInfo.InvariantCulture)) { Number = thread.Id },
                ],
            }
            : point;
    }
}
