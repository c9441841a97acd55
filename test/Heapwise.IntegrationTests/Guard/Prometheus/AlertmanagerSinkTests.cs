using System.Text.Json;
using Heapwise.Guard.Alerts;
using Heapwise.Guard.Alerts.Dispatching;
using Heapwise.Guard.Chronicles;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Rules;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Live.Attaching;
using Heapwise.Store.Records;
using Heapwise.Store.Sqlite;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Guard.Prometheus;

/// <summary>The guard's own alerts at a real Alertmanager.</summary>
public sealed class AlertmanagerSinkTests
{
    private static readonly TargetIdentity Target = new("web-1", "boot", new NodeSighting(1, 1, 0, "server.js", "node server.js", ""));
    private static readonly Rule Rule = BuiltInRules.Create(0.85, TimeSpan.FromMinutes(1))[0];

    [Fact]
    public async Task An_alert_of_the_guard_fires_gets_its_evidence_and_resolves()
    {
        await using var receiver = new WebhookServer();
        await using var alertmanager = await AlertmanagerServer.StartAsync(receiver.Url);
        using var chronicle = new Chronicle(path: null, new HistoryOptions(), _ => { });
        chronicle.Add(
            new StoredTarget(Target.Key, Target.Host, "", Target.Name, "", 1, DateTimeOffset.UnixEpoch), DateTimeOffset.UnixEpoch);
        // One of two replicas is down; the other is enough.
        var service = new ServiceSettings(
            ServiceName.Alertmanager, [new Uri("http://127.0.0.1:1/"), alertmanager.Address], "", NewsLanguage.En, TimeSpan.FromSeconds(5));
        var settings = AlertSettings.Nobody with { GroupWait = TimeSpan.FromMilliseconds(100), Services = [service] };
        await using var dispatcher = new Dispatcher(settings, chronicle, TimeProvider.System, _ => { });
        var outlook = Outlook.Of(new Trail(TimeSpan.Zero));

        dispatcher.Tell(new News.Fired(Target, Now(), Rule, "a1", new Judgement(Standing.Above, 0.9, 0.85), outlook));
        await WaitForAsync(receiver, "firing");
        dispatcher.Tell(new News.Gathered(Target, Now(), "a1", [new GatheredFile("/s/1.heapsnapshot", "snapshot", 1)], []));
        await dispatcher.DrainAsync(TimeSpan.FromSeconds(10));
        var alert = (await alertmanager.FindAlertsAsync()).ShouldHaveSingleItem();
        dispatcher.Tell(new News.Resolved(Target, Now(), Rule, "a1", HasEnded: false, outlook));
        await WaitForAsync(receiver, "resolved");

        alert.GetProperty("labels").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()).ShouldBe(
            new Dictionary<string, string?>
            {
                ["alertname"] = "HeapwiseHeapNearLimit",
                ["rule"] = "heap-near-limit",
                ["severity"] = "critical",
                ["program"] = "server.js",
                ["host"] = "web-1",
            },
            ignoreOrder: true); // JSON has none
        alert.GetProperty("annotations").GetProperty("evidence").GetString().ShouldBe("/s/1.heapsnapshot");
    }

    private static string? StatusOf(string body) => JsonDocument.Parse(body).RootElement.GetProperty("status").GetString();

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    private static async Task WaitForAsync(WebhookServer receiver, string status)
    {
        for (var i = 0; i < 400; i++)
        {
            if (receiver.Requests.Any(request => StatusOf(request.Body) == status)) return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"no message with the status {status}");
    }
}
