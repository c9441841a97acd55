using System.Globalization;
using System.Net;
using Heapwise.Diagnosis.Settings;

namespace Heapwise.Guard.Settings;

/// <summary>Reads who gets metrics.</summary>
internal static class MetricsSection
{
    private const string HttpPath = "/v1/metrics";
    private const string GrpcPath = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

    public static MetricsSettings Read(ConfiguredSection metrics, OtlpVariables variables)
    {
        var listen = metrics.FindText("listen") is { } address
            ? ParseAddress(address) ?? throw metrics.Fail(
                "listen", $"\"{address}\" is not an address and a port such as 127.0.0.1:9464, [::1]:9464 or localhost:9464")
            : null;
        var otlp = ReadOtlp(metrics.FindSection("otlp"), variables);
        metrics.End();
        return new MetricsSettings(listen, otlp);
    }

    /// <summary>Null where neither the settings nor OpenTelemetry's variables name a collector.</summary>
    private static OtlpSettings? ReadOtlp(ConfiguredSection otlp, OtlpVariables variables)
    {
        var endpoint = otlp.FindText("endpoint");
        OtlpProtocol? protocol = otlp.FindText("protocol") switch
        {
            null => null,
            "http/protobuf" => OtlpProtocol.HttpProtobuf,
            "grpc" => OtlpProtocol.Grpc,
            var other => throw otlp.Fail("protocol", $"\"{other}\" is neither http/protobuf nor grpc"),
        };
        var headers = otlp.FindNamed("headers");
        if (headers.Any(header => header.Value.Any(char.IsControl))) throw otlp.Fail("headers", "a header is one line of text");
        var timeout = otlp.FindDuration("timeout", TimeSpan.FromSeconds(1));
        otlp.End();
        if (endpoint is null && (protocol is not null || headers.Count > 0 || timeout is not null)
            && variables.FindEndpoint() is null) throw otlp.Fail("endpoint", "is missing");
        if (FindAddress(otlp, endpoint, variables) is not var (address, isWhole)) return null;
        var spoken = protocol ?? variables.FindProtocol();
        return new OtlpSettings(
            isWhole && spoken == OtlpProtocol.HttpProtobuf ? address : Under(address, spoken),
            spoken,
            headers.Count > 0 ? headers : variables.FindHeaders(),
            timeout ?? variables.FindTimeout() ?? TimeSpan.FromSeconds(10),
            variables.FindResource());
    }

    private static (Uri Address, bool IsWhole)? FindAddress(ConfiguredSection otlp, string? endpoint, OtlpVariables variables)
    {
        const string Wrong = "is not an address that begins with http:// or https://";
        if (endpoint is not null) return (Parse(endpoint) ?? throw otlp.Fail("endpoint", Wrong), false);
        if (variables.IsOff || variables.FindEndpoint() is not var (variable, value, isWhole)) return null;
        return (Parse(value) ?? throw new SettingsException($"{variable}: {Wrong}"), isWhole);

        static Uri? Parse(string text) =>
            Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;
    }

    /// <summary>The path of the call below the path of the collector, if it has one.</summary>
    private static Uri Under(Uri collector, OtlpProtocol protocol) => new UriBuilder(collector)
    {
        Path = collector.AbsolutePath.TrimEnd('/') + (protocol == OtlpProtocol.Grpc ? GrpcPath : HttpPath),
    }.Uri;

    /// <summary>Null where it is none. A port of 0 is any free one.</summary>
    private static IPEndPoint? ParseAddress(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return null;
        var host = text[..colon];
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return new IPEndPoint(IPAddress.Loopback, port);
        var isBracketed = host is ['[', .., ']'];
        if (isBracketed != host.Contains(':', StringComparison.Ordinal)) return null; // an IPv6 address is in brackets
        return IPAddress.TryParse(isBracketed ? host[1..^1] : host, out var address) ? new IPEndPoint(address, port) : null;
    }
}
