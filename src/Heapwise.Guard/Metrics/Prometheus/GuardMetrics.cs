using Heapwise.Guard.Metrics.Figures;

namespace Heapwise.Guard.Metrics.Prometheus;

/// <summary>The metrics of the guard itself, and all families together.</summary>
internal static class GuardMetrics
{
    private const double MsPerSecond = 1000;

    /// <summary>Everything that is served.</summary>
    public static IEnumerable<MetricFamily> FamiliesOf(GuardFigures figures)
    {
        var targets = figures.Targets.Select(target => (target, TargetLabels.Of(target.Target))).ToList();
        return [.. TargetMetrics.All.Select(metric => metric.Of(targets)), .. OwnFamilies(figures)];
    }

    private static IEnumerable<MetricFamily> OwnFamilies(GuardFigures figures) =>
    [
        Gauge("heapwise_build_info", "The version of the guard.", [new("version", GuardFigures.Version)], 1),
        new("heapwise_targets", MetricKind.Gauge, "What is watched: processes, and their worker threads.",
        [
            Sample("kind", "process", figures.Targets.Count(target => target.Target.Thread is null)),
            Sample("kind", "worker", figures.Targets.Count(target => target.Target.Thread is not null)),
        ]),
        .. WorkFamilies(figures.Work),
        Gauge("heapwise_last_turn_timestamp_seconds", "When the guard last looked, since unix epoch in seconds.",
            [], figures.At.ToUnixTimeMilliseconds() / MsPerSecond),
        new("heapwise_alerts_firing", MetricKind.Gauge, "Open alerts.",
            [.. figures.Firing.Select(firing => Sample("rule", firing.Rule, firing.Count))]),
        new("heapwise_messages_waiting", MetricKind.Gauge, "Messages that a receiver has not taken yet.",
            [.. figures.Waiting.Select(waiting => Sample("receiver", waiting.Receiver, waiting.Count))]),
        .. ProcessFamilies(figures.Own),
    ];

    private static IEnumerable<MetricFamily> WorkFamilies(GuardWork work) =>
    [
        Counter("heapwise_readings_total", "Readings of targets.", work.Readings),
        Counter("heapwise_readings_failed_total", "Readings of targets that have not shown the heap.", work.UnreadHeaps),
        new("heapwise_turn_duration_seconds", MetricKind.Summary, "How long the guard took to look at all targets, in seconds.",
        [
            new MetricSample("_sum", [], work.TurnTime.TotalSeconds),
            new MetricSample("_count", [], work.Turns),
        ]),
        new("heapwise_captures_total", MetricKind.Counter, "Times that evidence was due: taken, or refused.",
        [
            Sample("result", "taken", work.Captures),
            Sample("result", "refused", work.Refusals),
        ]),
    ];

    private static IEnumerable<MetricFamily> ProcessFamilies(OwnProcess own) =>
    [
        Counter("heapwise_process_cpu_user_seconds_total", "User CPU time of the guard in seconds.", own.UserTime.TotalSeconds),
        Counter("heapwise_process_cpu_system_seconds_total", "System CPU time of the guard in seconds.", own.SystemTime.TotalSeconds),
        Counter("heapwise_process_cpu_seconds_total", "CPU time of the guard in seconds.", (own.UserTime + own.SystemTime).TotalSeconds),
        Gauge("heapwise_process_start_time_seconds", "Start time of the guard since unix epoch in seconds.",
            [], own.StartedAt.ToUnixTimeMilliseconds() / MsPerSecond),
        new("heapwise_process_resident_memory_bytes", MetricKind.Gauge, "Resident memory size of the guard in bytes.",
            own.ResidentBytes is { } bytes ? [new MetricSample("", [], bytes)] : []),
    ];

    private static MetricFamily Gauge(string name, string help, IReadOnlyList<MetricLabel> labels, double value) =>
        new(name, MetricKind.Gauge, help, [new MetricSample("", labels, value)]);

    private static MetricFamily Counter(string name, string help, double value) =>
        new(name, MetricKind.Counter, help, [new MetricSample("", [], value)]);

    private static MetricSample Sample(string label, string text, double value) => new("", [new MetricLabel(label, text)], value);
}
