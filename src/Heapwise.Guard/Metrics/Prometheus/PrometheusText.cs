using System.Globalization;
using System.Text;

namespace Heapwise.Guard.Metrics.Prometheus;

/// <summary>
/// Families as text: Prometheus's format 0.0.4, or OpenMetrics 1.0, which differs in the names of counter families, the escaping of help,
/// and the mark at the end.
/// </summary>
internal static class PrometheusText
{
    private const string CounterSuffix = "_total";

    public static string Write(IEnumerable<MetricFamily> families, bool isOpenMetrics)
    {
        var text = new StringBuilder();
        foreach (var family in families.Where(family => family.Samples.Count > 0)) WriteFamily(text, family, isOpenMetrics);
        if (isOpenMetrics) text.Append("# EOF\n");
        return text.ToString();
    }

    private static void WriteFamily(StringBuilder text, MetricFamily family, bool isOpenMetrics)
    {
        var name = isOpenMetrics && family.Kind == MetricKind.Counter ? family.Name[..^CounterSuffix.Length] : family.Name;
        text.Append("# HELP ").Append(name).Append(' ').Append(Escape(family.Help, escapesQuotes: isOpenMetrics)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(NameOf(family.Kind)).Append('\n');
        foreach (var sample in family.Samples)
        {
            text.Append(family.Name).Append(sample.Suffix);
            for (var i = 0; i < sample.Labels.Count; i++)
            {
                var label = sample.Labels[i];
                var value = Escape(label.Value, escapesQuotes: true);
                text.Append(i == 0 ? '{' : ',').Append(label.Name).Append("=\"").Append(value).Append('"');
            }

            text.Append(sample.Labels.Count > 0 ? "} " : " ").Append(Format(sample.Value)).Append('\n');
        }
    }

    internal static string Format(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Escape(string text, bool escapesQuotes)
    {
        var escaped = text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        return escapesQuotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private static string NameOf(MetricKind kind) => kind switch
    {
        MetricKind.Gauge => "gauge",
        MetricKind.Counter => "counter",
        MetricKind.Summary => "summary",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
