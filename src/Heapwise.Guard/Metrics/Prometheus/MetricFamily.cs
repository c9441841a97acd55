namespace Heapwise.Guard.Metrics.Prometheus;

/// <summary>All samples of one name.</summary>
/// <param name="Name">As samples have it; a counter's ends with <c>_total</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Help">A sentence.</param>
/// <param name="Samples">Its values.</param>
internal sealed record MetricFamily(string Name, MetricKind Kind, string Help, IReadOnlyList<MetricSample> Samples);

/// <summary>One value.</summary>
/// <param name="Suffix">After the name: <c>_sum</c> and <c>_count</c> of a summary, else empty.</param>
/// <param name="Labels">What tells it from others of the family.</param>
/// <param name="Value">Any number.</param>
internal readonly record struct MetricSample(string Suffix, IReadOnlyList<MetricLabel> Labels, double Value);

/// <summary>A label of a series.</summary>
internal readonly record struct MetricLabel(string Name, string Value);

/// <summary>The types of metrics that we have.</summary>
internal enum MetricKind
{
    Gauge,
    Counter,
    Summary,
}
