using Heapwise.Guard.Metrics.Figures;

namespace Heapwise.Guard.Metrics.Otlp;

/// <summary>The guard itself.</summary>
internal static class GuardOrigin
{
    public static OtlpOrigin Of(GuardFigures figures, IReadOnlyList<OtlpAttribute> attributes) => new(
        attributes,
        figures.Own.StartedAt,
        figures.At,
        [.. MetricsOf(figures).Where(metric => metric.Points.Count > 0)]);

    private static IEnumerable<OtlpMetric> MetricsOf(GuardFigures figures) =>
    [
        new("process.cpu.time", "s", OtlpKind.Counter, "Processor time of the process.",
        [
            Point("cpu.mode", "user", figures.Own.UserTime.TotalSeconds),
            Point("cpu.mode", "system", figures.Own.SystemTime.TotalSeconds),
        ]),
        new("process.memory.usage", "By", OtlpKind.UpDownCounter, "Resident memory.",
            figures.Own.ResidentBytes is { } bytes ? [new OtlpPoint([], bytes)] : []),
        new("heapwise.targets", "{target}", OtlpKind.UpDownCounter, "What is watched: processes, and their worker threads.",
        [
            Point("heapwise.kind", "process", figures.Targets.Count(target => target.Target.Thread is null)),
            Point("heapwise.kind", "worker", figures.Targets.Count(target => target.Target.Thread is not null)),
        ]),
        Count("heapwise.readings", "{reading}", "Readings of targets.", figures.Work.Readings),
        Count("heapwise.readings.failed", "{reading}", "Readings of targets that have not shown the heap.", figures.Work.UnreadHeaps),
        Count("heapwise.turns", "{turn}", "How often the guard has looked at all targets.", figures.Work.Turns),
        Count("heapwise.turn.time", "s", "How long that has taken.", figures.Work.TurnTime.TotalSeconds),
        new("heapwise.captures", "{capture}", OtlpKind.Counter, "Times that evidence was due: taken, or refused.",
        [
            Point("heapwise.result", "taken", figures.Work.Captures),
            Point("heapwise.result", "refused", figures.Work.Refusals),
        ]),
        new("heapwise.alerts.firing", "{alert}", OtlpKind.UpDownCounter, "Open alerts.",
            [.. figures.Firing.Select(firing => Point("heapwise.rule", firing.Rule, firing.Count))]),
        new("heapwise.messages.waiting", "{message}", OtlpKind.UpDownCounter, "Messages that a receiver has not taken yet.",
            [.. figures.Waiting.Select(waiting => Point("heapwise.receiver", waiting.Receiver, waiting.Count))]),
    ];

    private static OtlpMetric Count(string name, string unit, string description, double value) =>
        new(name, unit, OtlpKind.Counter, description, [new OtlpPoint([], value)]);

    private static OtlpPoint Point(string key, string text, double value) => new([new OtlpAttribute(key, text)], value);
}
