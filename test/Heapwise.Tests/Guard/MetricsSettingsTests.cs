using Heapwise.Cli.Texts;
using Heapwise.Diagnosis.Settings;
using Heapwise.Guard.Settings;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Guard;

/// <summary>Who gets metrics: our settings, and OpenTelemetry's variables where these leave something open.</summary>
public sealed class MetricsSettingsTests
{
    [Theory]
    [InlineData("127.0.0.1:9464", "127.0.0.1:9464")]
    [InlineData("localhost:0", "127.0.0.1:0")]
    [InlineData("[::1]:9464", "[::1]:9464")]
    [InlineData("0.0.0.0:80", "0.0.0.0:80")]
    public void An_address_is_an_address_and_a_port(string text, string address) =>
        $"{Read(("HEAPWISE_GUARD__METRICS__LISTEN", text)).Listen}".ShouldBe(address);

    [Theory]
    [InlineData("9464")]
    [InlineData(":9464")]
    [InlineData("::1:9464")]
    [InlineData("example.com:9464")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:")]
    public void Anything_else_is_refused(string text) =>
        Should.Throw<SettingsException>(() => Read(("HEAPWISE_GUARD__METRICS__LISTEN", text))).Message
            .ShouldBe($"HEAPWISE_GUARD__METRICS__LISTEN: \"{text}\" is not an address and a port such as 127.0.0.1:9464, [::1]:9464 "
                + "or localhost:9464");

    [Theory]
    [InlineData("http://collector:4318", "http/protobuf", "http://collector:4318/v1/metrics")]
    [InlineData("https://collector/otel/", "http/protobuf", "https://collector/otel/v1/metrics")]
    [InlineData("http://collector:4317", "grpc", "http://collector:4317/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")]
    public void Calls_are_below_the_endpoint(string endpoint, string protocol, string address)
    {
        var settings = Read(("HEAPWISE_GUARD__METRICS__OTLP__ENDPOINT", endpoint), ("HEAPWISE_GUARD__METRICS__OTLP__PROTOCOL", protocol));

        settings.Otlp!.Address.AbsoluteUri.ShouldBe(address);
    }

    [Fact]
    public void Variables_of_OpenTelemetry_count_where_the_settings_say_nothing()
    {
        var settings = Read(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://all:4318"), ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://metrics:4318/here"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "a=1%202, b=x=y"), ("OTEL_EXPORTER_OTLP_TIMEOUT", "2500"), ("OTEL_SERVICE_NAME", "shop"),
            ("OTEL_RESOURCE_ATTRIBUTES", "service.name=other,team=red%2Cblue"), ("POD_NAME", "not in a cluster")).Otlp!;

        settings.Address.AbsoluteUri.ShouldBe("http://metrics:4318/here");
        settings.Headers.ShouldBe([("a", "1 2"), ("b", "x=y")]);
        settings.Timeout.ShouldBe(TimeSpan.FromMilliseconds(2500));
        settings.Resource.ShouldBe([("service.name", "shop"), ("team", "red,blue")]);
    }

    [Fact]
    public void In_a_cluster_a_pod_is_named_by_the_downward_API_or_its_host_name()
    {
        Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://x"), ("KUBERNETES_SERVICE_HOST", "10.0.0.1"), ("HOSTNAME", "pod-1")).Otlp!
            .Resource.ShouldContain(("k8s.pod.name", "pod-1"));
        Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://x"), ("KUBERNETES_SERVICE_HOST", "10.0.0.1"), ("HOSTNAME", "node-1"),
            ("POD_NAME", "pod-2"), ("NODE_NAME", "node-1")).Otlp!
            .Resource.Where(pair => pair.Name != "k8s.namespace.name").ShouldBe([("k8s.pod.name", "pod-2"), ("k8s.node.name", "node-1")]);
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_METRICS_EXPORTER", "none")]
    public void OpenTelemetry_can_be_switched_off(string variable, string value) =>
        Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://x"), (variable, value)).Otlp.ShouldBeNull();

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT: is not an address that begins with http")]
    [InlineData("HEAPWISE_GUARD__METRICS__OTLP__ENDPOINT", "x", "HEAPWISE_GUARD__METRICS__OTLP__ENDPOINT: is not an address that begins")]
    [InlineData("HEAPWISE_GUARD__METRICS__OTLP__PROTOCOL", "json", "PROTOCOL: \"json\" is neither http/protobuf nor grpc")]
    [InlineData("HEAPWISE_GUARD__METRICS__OTLP__TIMEOUT", "5s", "guard.metrics.otlp.endpoint: is missing")]
    public void A_mistake_names_its_source(string variable, string value, string message) =>
        Should.Throw<SettingsException>(() => Read((variable, value))).Message.ShouldContain(message);

    [Fact]
    public void Secrets_are_not_shown()
    {
        var shown = string.Join('\n', GuardText.Describe(ReadAll(
            ("HEAPWISE_GUARD__METRICS__LISTEN", "127.0.0.1:9464"),
            ("HEAPWISE_GUARD__METRICS__OTLP__ENDPOINT", "https://user:pass1@collector:4318/key2"),
            ("HEAPWISE_GUARD__METRICS__OTLP__HEADERS__Authorization", "Bearer token3"))));

        shown.ShouldContain("  metrics      http://127.0.0.1:9464/metrics\n");
        shown.ShouldContain("  metrics      to collector:4318 over HTTP with Authorization (secret)\n");
        foreach (var secret in (string[])["pass1", "key2", "token3"]) shown.ShouldNotContain(secret);
    }

    private static MetricsSettings Read(params (string Name, string Value)[] variables) => ReadAll(variables).Metrics;

    private static GuardSettings ReadAll(params (string Name, string Value)[] variables) => GuardSettingsReader.Read(new SettingsSources(
        null, variables.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)), []));
}
