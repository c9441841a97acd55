using System.Text.Json;

namespace Heapwise.IntegrationTests.Guard.Prometheus;

/// <summary>A real Alertmanager with one receiver, a webhook that hears of everything at once, and of ends, too.</summary>
internal sealed class AlertmanagerServer : IAsyncDisposable
{
    private readonly WebServer _server;

    private AlertmanagerServer(WebServer server) => _server = server;

    public int Port => _server.Port;

    public Uri Address => _server.Address;

    public static async Task<AlertmanagerServer> StartAsync(Uri receiver)
    {
        var configuration =
            $$"""
            route: { receiver: test, group_by: [alertname], group_wait: 100ms, group_interval: 1s, repeat_interval: 1h }
            receivers: [{ name: test, webhook_configs: [{ url: "{{receiver}}", send_resolved: true }] }]
            """;
        return new AlertmanagerServer(await WebServer.StartAsync(
            "prometheus-alertmanager",
            new Dictionary<string, string> { ["alertmanager.yml"] = configuration },
            port =>
            [
                "--config.file=alertmanager.yml", "--storage.path=data", $"--web.listen-address=127.0.0.1:{port}",
                "--cluster.listen-address=", "--log.level=warn", // alone
            ]));
    }

    /// <summary>All alerts that it knows of now.</summary>
    public async Task<IReadOnlyList<JsonElement>> FindAlertsAsync() => [.. (await _server.GetAsync("api/v2/alerts")).EnumerateArray()];

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
