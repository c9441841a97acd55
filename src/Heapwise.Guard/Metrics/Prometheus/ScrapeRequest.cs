using System.Globalization;

namespace Heapwise.Guard.Metrics.Prometheus;

/// <summary>What a client wants.</summary>
/// <param name="Method">Such as GET.</param>
/// <param name="Path">Without the query.</param>
/// <param name="WantsOpenMetrics">Whether it takes OpenMetrics, and likes it no less than Prometheus's own format.</param>
internal sealed record ScrapeRequest(string Method, string Path, bool WantsOpenMetrics)
{
    public const string TextType = "text/plain; version=0.0.4; charset=utf-8";
    public const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /// <summary>Null where it is no request of HTTP/1.</summary>
    /// <param name="head">Request line and headers.</param>
    public static ScrapeRequest? Parse(string head)
    {
        var lines = head.Split("\r\n");
        if (lines[0].Split(' ') is not [{ Length: > 0 } method, ['/', ..] target, var version]
            || !version.StartsWith("HTTP/1.", StringComparison.Ordinal)) return null;
        var accept = lines.Skip(1)
            .Where(line => line.StartsWith("Accept:", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(line.IndexOf(':') + 1)..]);
        return new ScrapeRequest(method, target.Split('?')[0], PrefersOpenMetrics(string.Join(',', accept)));
    }

    /// <summary>By the weights that the client gives; one that says nothing gets Prometheus's own format.</summary>
    private static bool PrefersOpenMetrics(string accept)
    {
        var (open, text) = (0.0, 0.0);
        foreach (var entry in accept.Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = entry.Split(';', StringSplitOptions.TrimEntries);
            var weight = WeightOf(parts);
            if (parts[0].Equals("application/openmetrics-text", StringComparison.OrdinalIgnoreCase)) open = Math.Max(open, weight);
            if (parts[0].Equals("text/plain", StringComparison.OrdinalIgnoreCase)) text = Math.Max(text, weight);
        }

        return open > 0 && open >= text;
    }

    private static double WeightOf(string[] parts)
    {
        var weight = Array.Find(parts, part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
        if (weight is null) return 1;
        return double.TryParse(weight[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }
}
