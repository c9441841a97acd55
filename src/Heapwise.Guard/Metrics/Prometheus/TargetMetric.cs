using Heapwise.Guard.Metrics.Figures;

namespace Heapwise.Guard.Metrics.Prometheus;

/// <summary>A metric that targets have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Help">A sentence.</param>
/// <param name="Read">Its values for one target, each with labels beyond those of the target; none where it is not known.</param>
internal sealed record TargetMetric(string Name, MetricKind Kind, string Help, Func<TargetFigures, IEnumerable<TargetValue>> Read)
{
    /// <summary>One value a target.</summary>
    public static TargetMetric Gauge(string name, string help, Func<TargetFigures, double?> read) => Of(name, MetricKind.Gauge, help, read);

    /// <summary>One value a target that only grows.</summary>
    public static TargetMetric Counter(string name, string help, Func<TargetFigures, double?> read) =>
        Of(name, MetricKind.Counter, help, read);

    public MetricFamily Of(IEnumerable<(TargetFigures Target, IReadOnlyList<MetricLabel> Labels)> targets) => new(
        Name,
        Kind,
        Help,
        [.. targets.SelectMany(target => Read(target.Target).Select(value =>
            new MetricSample("", value.Labels.Count == 0 ? target.Labels : [.. target.Labels, .. value.Labels], value.Value)))]);

    private static TargetMetric Of(string name, MetricKind kind, string help, Func<TargetFigures, double?> read) =>
        new(name, kind, help, target => read(target) is { } value ? [new TargetValue([], value)] : []);
}

/// <summary>A value, with the labels that tell it from others of the same target.</summary>
internal readonly record struct TargetValue(IReadOnlyList<MetricLabel> Labels, double Value);
