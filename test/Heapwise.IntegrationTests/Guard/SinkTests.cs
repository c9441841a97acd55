using System.Text.Json;
using Heapwise.Guard.Alerts;
using Heapwise.Guard.Alerts.Dispatching;
using Heapwise.Guard.Chronicles;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Rules;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Live.Attaching;
using Heapwise.Store.Records;
using Heapwise.Store.Sqlite;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>Receivers that are down, slow, full or confused: nothing is lost, nothing comes before its beginning.</summary>
public sealed class SinkTests : IDisposable
{
    private static readonly TargetIdentity Target = new("web-1", "boot", new NodeSighting(1, 1, 0, "server.js", "node server.js", ""));
    private static readonly Rule Rule = BuiltInRules.Create(0.85, TimeSpan.FromMinutes(1))[0];

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-sinks-").FullName;
    private readonly List<string> _said = [];

    private string Store => Path.Combine(_folder, "history.db");

    [Fact]
    public async Task Failures_are_tried_again_in_order_until_all_is_received()
    {
        await using var server = new WebhookServer(
            WebhookServer.Status(500), "garbage\r\n\r\n", WebhookServer.Status(429, "Retry-After: 2\r\n"), WebhookServer.Ok,
            WebhookServer.Status(503));
        using var chronicle = Open();
        await using var dispatcher = DispatcherFor(server.Url, chronicle);

        Fire(dispatcher);
        Resolve(dispatcher);
        await UntilSentAsync(chronicle);

        server.Requests.Where(request => request.Answer == WebhookServer.Ok).Select(request => StateOf(request.Body))
            .ShouldBe(["firing", "resolved"]);
        server.Requests.Select(request => StateOf(request.Body)).ShouldBe(["firing", "firing", "firing", "firing", "resolved", "resolved"]);
        var times = server.Requests.Select(request => request.At).ToList();
        (times[3] - times[2]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1.9)); // Retry-After
        _said.ShouldContain(line => line.Contains("127.0.0.1 answered 500", StringComparison.Ordinal));
        _said.ShouldContain("webhook: messages are received again");
        string.Join('\n', _said).ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_receiver_that_is_silent_is_asked_again()
    {
        await using var server = new WebhookServer("silence");
        using var chronicle = Open();
        await using var dispatcher = DispatcherFor(server.Url, chronicle);

        Fire(dispatcher);
        await UntilSentAsync(chronicle);

        server.Requests.Count.ShouldBeGreaterThanOrEqualTo(2);
        _said.ShouldContain(line => line.Contains("has not answered within 1 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_refused_for_good_does_not_hold_up_the_rest()
    {
        await using var server = new WebhookServer(WebhookServer.Status(404));
        using var chronicle = Open();
        await using var dispatcher = DispatcherFor(server.Url, chronicle);

        Fire(dispatcher);
        Resolve(dispatcher);
        await UntilSentAsync(chronicle);

        server.Requests.Select(request => StateOf(request.Body)).ShouldBe(["firing", "resolved"]);
        _said.ShouldContain(line => line.Contains("was given up: 127.0.0.1 answered 404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_has_not_been_received_is_sent_by_the_next_guard()
    {
        var nobody = new Uri("http://127.0.0.1:1/");
        using (var chronicle = Open())
        {
            await using var dispatcher = DispatcherFor(nobody, chronicle);
            Fire(dispatcher);
            Resolve(dispatcher);
            chronicle.History.Deliveries.Count("webhook").ShouldBe(2);
        }

        await using var server = new WebhookServer();
        using var later = Open();
        await using var successor = DispatcherFor(server.Url, later);
        await UntilSentAsync(later);

        server.Requests.Select(request => StateOf(request.Body)).ShouldBe(["firing", "resolved"]);
    }

    [Fact]
    public async Task A_command_gets_the_event_and_is_run_again_when_it_fails()
    {
        var file = Path.Combine(_folder, "ran");
        var command = $"echo \"$HEAPWISE_STATE $HEAPWISE_RULE $HEAPWISE_PID\" >> {file}; cat >> {file}.json; test $(wc -l < {file}) -gt 1";
        using var chronicle = Open();
        await using var dispatcher = new Dispatcher(AlertSettings.Nobody with { Command = command }, chronicle, TimeProvider.System, Say);

        Fire(dispatcher);
        await UntilSentAsync(chronicle, "command");

        File.ReadAllLines(file).ShouldBe(["firing heap-near-limit 1", "firing heap-near-limit 1"]);
        GuardJson.ReadEvent(File.ReadAllLines(file + ".json")[0]).Rule.ShouldBe("heap-near-limit");
        _said.ShouldContain(line => line.Contains("the command ended with exit code 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_fires_together_goes_together_and_a_dead_receiver_delays_nobody()
    {
        await using var slack = new WebhookServer();
        await using var webhook = new WebhookServer();
        using var chronicle = Open();
        var dead = new ServiceSettings(
            ServiceName.Discord, [new Uri("http://127.0.0.1:1/secret")], "", NewsLanguage.En, TimeSpan.FromSeconds(1));
        var settings = AlertSettings.Nobody with
        {
            GroupWait = TimeSpan.FromMilliseconds(300),
            Webhook = new WebhookSettings(webhook.Url, [], null, TimeSpan.FromSeconds(1)),
            Services = [dead, dead with { Service = ServiceName.Slack, Urls = [slack.Url] }],
        };
        await using var dispatcher = new Dispatcher(settings, chronicle, TimeProvider.System, Say);

        Fire(dispatcher);
        Resolve(dispatcher);
        await UntilSentAsync(chronicle, "slack");
        await UntilSentAsync(chronicle);

        JsonDocument.Parse(slack.Requests.Single().Body).RootElement.GetProperty("attachments").GetArrayLength().ShouldBe(2);
        webhook.Requests.Count.ShouldBe(2);
        chronicle.History.Deliveries.Count("discord").ShouldBe(2);
        string.Join('\n', _said).ShouldNotContain("secret");
    }

    [Fact]
    public async Task Of_several_in_one_message_that_is_refused_each_is_tried_by_itself()
    {
        await using var slack = new WebhookServer(WebhookServer.Status(400), WebhookServer.Status(400));
        using var chronicle = Open();
        var settings = AlertSettings.Nobody with
        {
            GroupWait = TimeSpan.FromMilliseconds(300),
            Services = [new ServiceSettings(ServiceName.Slack, [slack.Url], "", NewsLanguage.En, TimeSpan.FromSeconds(1))],
        };
        await using var dispatcher = new Dispatcher(settings, chronicle, TimeProvider.System, Say);

        Fire(dispatcher);
        Resolve(dispatcher);
        await UntilSentAsync(chronicle, "slack");

        slack.Requests.Count.ShouldBe(3); // both, the first by itself, the second by itself
        slack.Requests.Last().Body.ShouldContain("Resolved");
    }

    [Fact]
    public async Task A_guard_that_is_started_again_knows_which_alerts_are_open()
    {
        await using var receiver = new WebhookServer();
        using (var chronicle = Open())
        {
            await using var dispatcher = DispatcherFor(receiver.Url, chronicle);
            Fire(dispatcher);
        }

        using var later = Open();
        var settings = AlertSettings.Nobody with
        {
            Services = [new ServiceSettings(ServiceName.PagerDuty, [receiver.Url], "key", NewsLanguage.En, TimeSpan.FromSeconds(1))],
        };
        await using var successor = new Dispatcher(settings, later, TimeProvider.System, Say);
        successor.Tell(new News.Gathered(Target, TimeProvider.System.GetUtcNow(), "a1", [], ["too large"]));
        await UntilSentAsync(later, "pagerduty");

        receiver.Requests.Last().Body.ShouldContain("\"dedup_key\":\"a1\"");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Chronicle Open()
    {
        var chronicle = new Chronicle(Store, new HistoryOptions(), Say);
        chronicle.Add(new StoredTarget(Target.Key, Target.Host, "", Target.Name, "", 1, DateTimeOffset.UnixEpoch),
            DateTimeOffset.UnixEpoch);
        return chronicle;
    }

    private Dispatcher DispatcherFor(Uri url, Chronicle chronicle) => new(
        AlertSettings.Nobody with { Webhook = new WebhookSettings(url, [], null, TimeSpan.FromSeconds(1)) },
        chronicle, TimeProvider.System, Say);

    private void Say(string line)
    {
        lock (_said) _said.Add(line);
    }

    private static void Fire(Dispatcher dispatcher) => dispatcher.Tell(new News.Fired(
        Target, TimeProvider.System.GetUtcNow(), Rule, "a1", new Judgement(Standing.Above, 0.9, 0.85),
            Outlook.Of(new Trail(TimeSpan.Zero))));

    private static void Resolve(Dispatcher dispatcher) => dispatcher.Tell(new News.Resolved(
        Target, TimeProvider.System.GetUtcNow(), Rule, "a1", HasEnded: false, Outlook.Of(new Trail(TimeSpan.Zero))));

    private static string? StateOf(string body) => GuardJson.ReadEvent(body).State;

    private static async Task UntilSentAsync(Chronicle chronicle, string receiver = "webhook")
    {
        for (var i = 0; i < 600 && chronicle.History.Deliveries.Count(receiver) > 0; i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        chronicle.History.Deliveries.Count(receiver).ShouldBe(0);
    }
}
