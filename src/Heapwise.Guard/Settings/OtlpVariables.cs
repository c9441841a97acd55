using System.Globalization;
using Heapwise.Diagnosis.Settings;

namespace Heapwise.Guard.Settings;

/// <summary>
/// The standard variables of OpenTelemetry's exporters, for what the settings of the guard leave open. A variable for metrics is over the
/// one for everything.
/// </summary>
/// <param name="find">Finds a variable; null where it is not set.</param>
internal sealed class OtlpVariables(Func<string, string?> find)
{
    private const string AccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount/";

    /// <summary>Variables with which a pod may be told what it is, and the attributes that they make.</summary>
    private static readonly (string Variable, string Attribute)[] OfPod =
    [
        ("POD_NAME", "k8s.pod.name"), ("POD_UID", "k8s.pod.uid"), ("POD_NAMESPACE", "k8s.namespace.name"), ("NODE_NAME", "k8s.node.name"),
    ];

    /// <summary>Whether they say that nothing is to be sent.</summary>
    public bool IsOff => Value("OTEL_SDK_DISABLED")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true
        || Value("OTEL_METRICS_EXPORTER") == "none";

    /// <summary>The variable with the address, its value, and whether it is the whole of it; null where there is none.</summary>
    public (string Variable, string Value, bool IsWhole)? FindEndpoint()
    {
        if (Value("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT") is { } whole) return ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", whole, true);
        return Value("OTEL_EXPORTER_OTLP_ENDPOINT") is { } start ? ("OTEL_EXPORTER_OTLP_ENDPOINT", start, false) : null;
    }

    public OtlpProtocol FindProtocol() => Either("PROTOCOL") switch
    {
        null or "http/protobuf" or "http/json" => OtlpProtocol.HttpProtobuf, // whoever takes JSON there takes this too
        "grpc" => OtlpProtocol.Grpc,
        var other => throw new SettingsException($"OTEL_EXPORTER_OTLP_PROTOCOL: \"{other}\" is neither http/protobuf nor grpc"),
    };

    public TimeSpan? FindTimeout() =>
        int.TryParse(Either("TIMEOUT"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    public IReadOnlyList<(string Name, string Value)> FindHeaders() => Pairs(Either("HEADERS"));

    /// <summary>What everything that is sent is about: as the variables say, and what Kubernetes tells a pod.</summary>
    public IReadOnlyList<(string Name, string Value)> FindResource()
    {
        List<(string Name, string Value)> found = [];
        if (Value("OTEL_SERVICE_NAME") is { } service) found.Add(("service.name", service));
        found.AddRange(Pairs(Value("OTEL_RESOURCE_ATTRIBUTES")));
        if (Value("KUBERNETES_SERVICE_HOST") is not null)
        {
            foreach (var (variable, attribute) in OfPod)
                if (Value(variable) is { } value) found.Add((attribute, value));
            if (Value("HOSTNAME") is { } host) found.Add(("k8s.pod.name", host));
            if (FindNamespace() is { } space) found.Add(("k8s.namespace.name", space));
        }

        return [.. found.DistinctBy(pair => pair.Name)];
    }

    private static string? FindNamespace()
    {
        try
        {
            return File.ReadAllText(AccountFolder + "namespace").Trim() is { Length: > 0 } name ? name : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary><c>name=value,name=value</c>, with values as in a URL. What is no pair is left out, as OpenTelemetry does.</summary>
    private static List<(string Name, string Value)> Pairs(string? text) =>
    [
        .. (text ?? "").Split(',', StringSplitOptions.TrimEntries)
            .Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(pair => pair is [{ Length: > 0 }, _])
            .Select(pair => (Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1]))),
    ];

    private string? Either(string what) => Value($"OTEL_EXPORTER_OTLP_METRICS_{what}") ?? Value($"OTEL_EXPORTER_OTLP_{what}");

    /// <summary>An empty one is as good as none.</summary>
    private string? Value(string name) => find(name) is { Length: > 0 } value ? value : null;
}
