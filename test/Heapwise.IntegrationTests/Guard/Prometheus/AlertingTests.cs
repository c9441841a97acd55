using System.Text.Json;
using System.Text.RegularExpressions;
using Heapwise.Tests.Architecture;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Guard.Prometheus;

/// <summary>What deploy/ has for Prometheus, with the real servers: a guard is scraped, its rules alert, its dashboard has data.</summary>
[Collection("One capture at a time on a machine")]
public sealed partial class AlertingTests : IDisposable
{
    private const string Settings =
        """
        {
          "guard": {
            "interval": "500ms", "startGrace": "0s", "store": "history.db",
            "metrics": { "listen": "127.0.0.1:0" },
            "evidence": { "baseline": false },
            "alerts": { "command": "true" },
            "rules": { "heap-near-limit": { "capture": false } }
          }
        }
        """;

    /// <summary>With <c>leak</c>, fills 88 % of its heap's limit with objects, at once.</summary>
    private const string Source =
        """
        const v8 = require('node:v8'), kept = [];
        const isFull = () => { const now = v8.getHeapStatistics(); return now.used_heap_size > 0.88 * now.heap_size_limit; };
        if (process.argv.includes('leak')) while (!isFull()) kept.push(Array.from({ length: 1000 }, () => ({ at: kept.length })));
        gc();
        setInterval(() => kept.length, 1000);
        console.log('ready');
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-alerting-").FullName;

    private string Script => Path.Combine(_folder, "server.js");

    [Fact]
    public async Task An_alert_fires_and_resolves_and_the_dashboard_has_data()
    {
        await File.WriteAllTextAsync(Script, Source, TestContext.Current.CancellationToken);
        await using var receiver = new WebhookServer();
        await using var alertmanager = await AlertmanagerServer.StartAsync(receiver.Url);
        await using var guard = await GuardRun.StartAsync(["--name", Script], Settings);
        var address = await FindMetricsAsync(guard);
        await using var prometheus = await PrometheusServer.StartAsync(address, ReadRules(), alertmanager);
        var leaking = await StartProgramAsync("leak");
        var processId = $"{leaking.ProcessId}";

        var firing = await WaitForAlertAsync(receiver, "firing", processId, DateTimeOffset.MinValue);
        var labels = firing.GetProperty("labels");
        labels.GetProperty("program").GetString().ShouldBe("server.js");
        labels.GetProperty("instance").GetString().ShouldBe(address);
        labels.GetProperty("severity").GetString().ShouldBe("critical");
        firing.GetProperty("annotations").GetProperty("summary").GetString()
            .ShouldBe($"server.js (pid {processId}) is about to run out of heap");
        (await alertmanager.FindAlertsAsync()).ShouldNotBeEmpty();
        await CheckDashboardAsync(prometheus, address);

        var ended = TimeProvider.System.GetUtcNow();
        await leaking.DisposeAsync();
        await using var healthy = await StartProgramAsync();
        await WaitForAlertAsync(receiver, "resolved", processId, ended);
        await UntilAsync(
            async () => (await prometheus.QueryAsync($"nodejs_heap_size_used_bytes{{pid='{healthy.ProcessId}'}}")).Count == 1,
            () => $"the second program is not watched:\n{guard.Errors}");
        (await prometheus.QueryAsync($"ALERTS{{alertname='HeapwiseHeapFull',pid='{healthy.ProcessId}'}}")).ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<NodeProgram> StartProgramAsync(params string[] arguments) => NodeProgram.RunFileAsync(
        24, Script, arguments: arguments, nodeArguments: ["--max-old-space-size=120", "--max-semi-space-size=2", "--expose-gc"]);

    /// <summary>Every query of every panel, while an alert fires; only panels that say so may be empty.</summary>
    private static async Task CheckDashboardAsync(PrometheusServer prometheus, string instance)
    {
        var queries = Dashboard.Read(new Dictionary<string, string>
        {
            ["job"] = "heapwise",
            ["instance"] = instance,
            ["program"] = "server.js",
            ["__rate_interval"] = "10s",
        });
        queries.Count.ShouldBeGreaterThan(30);
        List<string> empty = [];
        await UntilAsync(async () =>
        {
            empty.Clear();
            foreach (var query in queries.Where(query => !query.MayBeEmpty))
                if (!await HasDataAsync(prometheus, query)) empty.Add($"{query.Panel}: {query.Expression}");
            return empty.Count == 0;
        }, () => $"no data:\n{string.Join('\n', empty)}");
        foreach (var query in queries.Where(query => query.MayBeEmpty)) await prometheus.QueryAsync(query.Expression); // must be accepted
        (await prometheus.QueryAsync(queries.Single(query => query.Panel == "Alerts").Expression)).ShouldNotBeEmpty();
    }

    private static async Task<bool> HasDataAsync(PrometheusServer prometheus, DashboardQuery query) =>
        (await prometheus.QueryAsync(query.Expression)).Any(sample => sample.Value != "NaN");

    /// <summary>The rules of deploy/, with seconds where they wait for minutes.</summary>
    private static string ReadRules() => Minutes.Replace(
        File.ReadAllText(Path.Combine(Repository.Root, "deploy", "prometheus", "heapwise.rules.yml")), "for: 1s");

    private static async Task<string> FindMetricsAsync(GuardRun guard)
    {
        await guard.WaitForAsync("metrics are at http://");
        return MetricsAddress.Match(guard.Errors).Groups[1].Value;
    }

    /// <summary>The alert <c>HeapwiseHeapFull</c>, as Alertmanager has told the receiver.</summary>
    private static async Task<JsonElement> WaitForAlertAsync(WebhookServer receiver, string status, string processId, DateTimeOffset since)
    {
        JsonElement found = default;
        await UntilAsync(() =>
        {
            found = AlertsOf(receiver, since).LastOrDefault(alert =>
                alert.GetProperty("status").GetString() == status
                && alert.GetProperty("labels").GetProperty("alertname").GetString() == "HeapwiseHeapFull"
                && alert.GetProperty("labels").GetProperty("pid").GetString() == processId);
            return Task.FromResult(found.ValueKind == JsonValueKind.Object);
        }, () => $"the alert is not {status}; received:\n{string.Join('\n', receiver.Requests.Select(request => request.Body))}");
        return found;
    }

    private static IEnumerable<JsonElement> AlertsOf(WebhookServer receiver, DateTimeOffset since) => receiver.Requests
        .Where(request => request.At > since)
        .SelectMany(request => JsonDocument.Parse(request.Body).RootElement.GetProperty("alerts").EnumerateArray());

    private static async Task UntilAsync(Func<Task<bool>> isTrue, Func<string> explain)
    {
        var time = TimeProvider.System;
        for (var start = time.GetTimestamp(); time.GetElapsedTime(start) < Patience;)
        {
            if (await isTrue()) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail(explain());
    }

    [GeneratedRegex(@"\bfor: \d+m\b", RegexOptions.None, 1000)]
    private static partial Regex Minutes { get; }

    [GeneratedRegex(@"metrics are at http://([\d.:]+)/metrics", RegexOptions.None, 1000)]
    private static partial Regex MetricsAddress { get; }
}
