using Heapwise.Guard.Metrics.Figures;

namespace Heapwise.Guard.Metrics.Otlp;

/// <summary>
/// <c>ExportMetricsServiceRequest</c> of OTLP 1: resources, each with one scope, its metrics and their points. Numbers of fields are those
/// of opentelemetry/proto/metrics/v1/metrics.proto. Written by hand, because OpenTelemetry's own SDK has one resource for a whole program:
/// here every process that is watched is a resource, and is gone from the next message after its end.
/// </summary>
internal static class OtlpMessage
{
    private const ulong Cumulative = 2;

    public static ReadOnlyMemory<byte> Write(IEnumerable<OtlpOrigin> origins)
    {
        var request = new ProtobufWriter();
        foreach (var origin in origins) request.Message(1, resource => WriteOrigin(resource, origin));
        return request.Written;
    }

    private static void WriteOrigin(ProtobufWriter writer, OtlpOrigin origin)
    {
        writer.Message(1, resource => WriteAttributes(resource, 1, origin.Attributes));
        writer.Message(2, scoped =>
        {
            scoped.Message(1, scope =>
            {
                scope.Text(1, "heapwise");
                scope.Text(2, GuardFigures.Version);
            });
            foreach (var metric in origin.Metrics) scoped.Message(2, inner => WriteMetric(inner, metric, origin));
        });
    }

    private static void WriteMetric(ProtobufWriter writer, OtlpMetric metric, OtlpOrigin origin)
    {
        writer.Text(1, metric.Name);
        writer.Text(2, metric.Description);
        writer.Text(3, metric.Unit);
        writer.Message(metric.Kind == OtlpKind.Gauge ? 5 : 7, data =>
        {
            foreach (var point in metric.Points) data.Message(1, inner => WritePoint(inner, metric, point, origin));
            if (metric.Kind == OtlpKind.Gauge) return;
            data.Unsigned(2, Cumulative);
            if (metric.Kind == OtlpKind.Counter) data.Unsigned(3, 1); // monotonic
        });
    }

    private static void WritePoint(ProtobufWriter writer, OtlpMetric metric, OtlpPoint point, OtlpOrigin origin)
    {
        if (metric.Kind != OtlpKind.Gauge) writer.Fixed(2, Nanoseconds(origin.StartedAt));
        writer.Fixed(3, Nanoseconds(origin.At));
        if (metric.IsWhole) writer.Fixed(6, (ulong)(long)point.Value);
        else writer.Real(4, point.Value);
        WriteAttributes(writer, 7, point.Attributes);
    }

    private static void WriteAttributes(ProtobufWriter writer, int field, IReadOnlyList<OtlpAttribute> attributes)
    {
        foreach (var attribute in attributes)
        {
            writer.Message(field, pair =>
            {
                pair.Text(1, attribute.Key);
                pair.Message(2, value =>
                {
                    if (attribute.Number is { } number) value.Unsigned(3, (ulong)number);
                    else value.Text(1, attribute.Value);
                });
            });
        }
    }

    private static ulong Nanoseconds(DateTimeOffset time) =>
        (ulong)((time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
}
