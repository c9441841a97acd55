namespace Heapwise.IntegrationTests.Guard.Prometheus;

/// <summary>A real Prometheus that scrapes every half second.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly WebServer _server;

    private PrometheusServer(WebServer server) => _server = server;

    /// <param name="target">Host and port of what is scraped, as the job <c>heapwise</c>.</param>
    /// <param name="rules">A file of rules.</param>
    /// <param name="alertmanager">Who gets the alerts.</param>
    public static async Task<PrometheusServer> StartAsync(string target, string rules, AlertmanagerServer alertmanager)
    {
        var configuration =
            $$"""
            global: { scrape_interval: 500ms, evaluation_interval: 500ms }
            rule_files: [rules.yml]
            alerting: { alertmanagers: [{ static_configs: [{ targets: ["127.0.0.1:{{alertmanager.Port}}"] }] }] }
            scrape_configs: [{ job_name: heapwise, static_configs: [{ targets: ["{{target}}"] }] }]
            """;
        return new PrometheusServer(await WebServer.StartAsync(
            "prometheus",
            new Dictionary<string, string> { ["prometheus.yml"] = configuration, ["rules.yml"] = rules },
            port =>
            [
                "--config.file=prometheus.yml", "--storage.tsdb.path=data", $"--web.listen-address=127.0.0.1:{port}",
                // Alertmanager ends an alert that it has not heard of for four times this.
                "--rules.alert.resend-delay=5s", "--log.level=warn",
            ]));
    }

    /// <summary>The series of an expression now: labels and value of each.</summary>
    public async Task<IReadOnlyList<PrometheusSample>> QueryAsync(string expression)
    {
        var answer = await _server.GetAsync($"api/v1/query?query={Uri.EscapeDataString(expression)}");
        return
        [
            .. answer.GetProperty("data").GetProperty("result").EnumerateArray().Select(series => new PrometheusSample(
                series.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!),
                series.GetProperty("value")[1].GetString()!)), // labels and values are strings in this format
        ];
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

/// <summary>One series of an answer, as Prometheus writes it.</summary>
internal sealed record PrometheusSample(IReadOnlyDictionary<string, string> Labels, string Value);
