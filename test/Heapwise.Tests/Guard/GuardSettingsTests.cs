using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Heapwise.Cli.Texts;
using Heapwise.Diagnosis.Settings;
using Heapwise.Guard.Rules;
using Heapwise.Guard.Settings;
using Heapwise.Tests.Architecture;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Guard;

public sealed partial class GuardSettingsTests
{
    [Fact]
    public void Without_settings_there_are_defaults()
    {
        var settings = Read("{}");

        settings.Interval.ShouldBe(TimeSpan.FromSeconds(60));
        settings.Evidence.Folder.ShouldBe(Path.GetFullPath("heap-snapshots"));
        settings.Evidence.MaxSnapshots.ShouldBe(5);
        settings.Evidence.Cooldown.ShouldBe(TimeSpan.FromMinutes(30));
        settings.Rules.OfType<HeapNearLimitRule>().Single().Threshold.ShouldBe(0.85);
        settings.Rules.Count.ShouldBe(10);
        settings.Alerts.Services.ShouldBeEmpty();
        settings.Alerts.ShouldBe(AlertSettings.Nobody with { Services = settings.Alerts.Services });
    }

    [Fact]
    public void Flags_are_over_variables_and_variables_over_the_file()
    {
        const string File =
            """{"guard": {"interval": "10s", "cooldown": "5m", "maxSnapshots": 7, "rules": {"heap-grows": {"horizon": "2h"}}}}""";

        var settings = Read(
            File,
            [
                ("HEAPWISE_GUARD__INTERVAL", "20s"), ("HEAPWISE_GUARD__COOLDOWN", "6m"), ("PATH", "/bin"),
                ("HEAPWISE_GUARD__EVIDENCE__DIAGNOSE", "true"),
            ],
            [("--interval", "interval", "30s")]);

        settings.Interval.ShouldBe(TimeSpan.FromSeconds(30));
        settings.Evidence.Cooldown.ShouldBe(TimeSpan.FromMinutes(6));
        settings.Evidence.MaxSnapshots.ShouldBe(7);
        settings.Evidence.Diagnoses.ShouldBeTrue();
        settings.Rules.OfType<HeapGrowsRule>().Single().Horizon.ShouldBe(TimeSpan.FromHours(2));
    }

    [Theory]
    [InlineData("", 1000)]
    [InlineData(""", "livenessTimeout": "1s" """, 500)]
    [InlineData(""", "livenessTimeout": "1m" """, 1000)]
    public void A_pause_takes_at_most_half_of_a_liveness_timeout(string more, int milliseconds)
    {
        var settings = Read("""{"guard": {"evidence": {"maxPause": "1s" MORE}}}""".Replace("MORE", more, StringComparison.Ordinal));

        settings.Evidence.MaxPause.TotalMilliseconds.ShouldBe(milliseconds);
    }

    [Fact]
    public void A_rule_can_be_changed_and_left_out()
    {
        var settings = Read("""
            {"guard": {"heapThreshold": "70%", "rules": {
              "loop-busy": {"enabled": false},
              "memory-stall": {"threshold": 0.3, "for": "5m", "clearFor": "10m", "severity": "critical", "capture": true, "maxAlerts": 2,
                  "window": "1h"}}}}
            """);

        settings.Rules.ShouldNotContain(rule => rule is LoopBusyRule);
        settings.Rules.OfType<HeapNearLimitRule>().Single().Threshold.ShouldBe(0.7);
        settings.Rules.OfType<MemoryStallRule>().Single().ShouldBe(new MemoryStallRule(0.3, new RuleTerms(
            Severity.Critical, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), Captures: true, MaxAlerts: 2, TimeSpan.FromHours(1))));
    }

    /// <summary>Each is one line that names where the value comes from, the key or flag, the value, and what is allowed.</summary>
    [Theory]
    [InlineData("{\n\"guard\": {\n\"interval\": \"often\"}}", "heapwise.json:3: guard.interval: \"often\" is not a time such as")]
    [InlineData("""{"guard": {"interval": "1ms"}}""", "guard.interval: \"1ms\" is too short: at least 0.1s")]
    [InlineData("""{"guard": {"heapTreshold": 0.9}}""", "guard.heapTreshold: no such setting; did you mean \"heapThreshold\"?")]
    [InlineData("""{"guard": {"heapThreshold": 85}}""", "guard.heapThreshold: \"85\" is not a share such as 0.85 or \"85%\"")]
    [InlineData("""{"guard": {"heapThreshold": 0}}""", "guard.heapThreshold: \"0\" is not a share")]
    [InlineData("""{"guard": {"maxSnapshots": -1}}""", "guard.maxSnapshots: \"-1\" is not a whole number from 0 to 1000")]
    [InlineData("""{"guard": {"diskQuota": "much"}}""", "guard.diskQuota: \"much\" is not a size such as")]
    [InlineData("""{"guard": {"folder": ""}}""", "guard.folder: is empty")]
    [InlineData("""{"guard": {"folder": ["a"]}}""", "guard.folder: must be a text")]
    [InlineData("""{"guard": {"all": "yes"}}""", "guard.all: \"yes\" is neither true nor false")]
    [InlineData("""{"guard": {"all": true, "name": "x"}}""", "guard.all: give either all or name")]
    [InlineData("""{"guard": {"evidence": "some"}}""", "guard.evidence: \"some\": must be an object")]
    [InlineData("""{"guard": {"evidence": {"inspector": "always"}}}""",
        "guard.evidence.inspector: \"always\" is not one of \"never\", \"evidence\", \"readings\"")]
    [InlineData("""{"guard": {"rules": {"heap-near-limt": {}}}}""",
        "guard.rules.heap-near-limt: no such setting; did you mean \"heap-near-limit\"?")]
    [InlineData("""{"guard": {"rules": {"heap-grows": {"threshold": 1}}}}""", "guard.rules.heap-grows.threshold: no such setting")]
    [InlineData("""{"guard": {"rules": {"loop-busy": {"severity": "loud"}}}}""",
        "severity: \"loud\" is not one of \"info\", \"warning\", \"critical\"")]
    [InlineData("""{"guard": {"alerts": {"webhook": {"url": "example.com"}}}}""",
        "guard.alerts.webhook.url: is not an address that begins with http")]
    [InlineData("""{"guard": {"alerts": {"webhook": {"template": "{summary}"}}}}""", "guard.alerts.webhook.url: is missing")]
    [InlineData("""{"guard": {"alerts": {"webhook": {"url": "https://a/", "template": "{\"t\": \"{title}\"}"}}}}""",
        "{title} is none of the places {summary}")]
    [InlineData("""{"guard": {"alerts": {"slack": {"url": "hooks.slack.com"}}}}""",
        "guard.alerts.slack.url: is not an address that begins with http")]
    [InlineData("""{"guard": {"alerts": {"slack": {"language": "zh"}}}}""", "guard.alerts.slack.url: is missing")]
    [InlineData("""{"guard": {"alerts": {"slack": {"url": "https://a/", "secret": "s"}}}}""", "guard.alerts.slack.secret: no such setting")]
    [InlineData("""{"guard": {"alerts": {"slack": {"url": "https://a/", "language": "fr"}}}}""",
        "guard.alerts.slack.language: \"fr\" is not one of \"en\", \"zh\"")]
    [InlineData("""{"guard": {"alerts": {"slack": {"url": "https://a/", "urlFile": "u"}}}}""",
        "guard.alerts.slack.urlFile: give either url or urlFile")]
    [InlineData("""{"guard": {"alerts": {"slack": {"urlFile": "/no/such/file"}}}}""",
        "guard.alerts.slack.urlFile: /no/such/file cannot be read")]
    [InlineData("""{"guard": {"alerts": {"pagerduty": {"language": "en"}}}}""", "guard.alerts.pagerduty.routingKey: is missing")]
    [InlineData("""{"guard": {"alerts": {"opsgenie": {"url": "https://a/"}}}}""", "guard.alerts.opsgenie.apiKey: is missing")]
    [InlineData("""{"guard": {"alerts": {"alertmanager": {"language": "en"}}}}""", "guard.alerts.alertmanager.urls: is missing")]
    [InlineData("""{"guard": {"alerts": {"email": {"host": "mail", "from": "a@b", "to": ["nobody at all"]}}}}""",
        "guard.alerts.email.to: \"nobody at all\" is not a mail address")]
    [InlineData("""{"guard": {"alerts": {"email": {"host": "mail", "from": "a@b", "to": ["a@b"], "user": "u"}}}}""",
        "guard.alerts.email.password: is missing: give both or neither")]
    [InlineData("""{"gaurd": {}}""", "gaurd: no such setting; did you mean \"guard\"?")]
    [InlineData("""{"guard": {"interval": "1s", "Interval": "2s"}}""", "guard: A duplicate key")]
    public void A_mistake_is_one_clear_line(string json, string message)
    {
        var problem = Should.Throw<SettingsException>(() => Read(json));

        problem.Message.ShouldContain(message);
        problem.Message.ShouldStartWith("heapwise.json:");
        problem.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void A_mistake_in_a_variable_or_a_flag_names_it()
    {
        Should.Throw<SettingsException>(() => Read("{}", [("HEAPWISE_GUARD__INTERVAL", "x")], []))
            .Message.ShouldStartWith("HEAPWISE_GUARD__INTERVAL: \"x\" is not a time");
        Should.Throw<SettingsException>(() => Read("{}", [("HEAPWISE_GUARD__INTERVALL", "1s")], []))
            .Message.ShouldStartWith("HEAPWISE_GUARD__INTERVALL: no such setting; did you mean \"interval\"?");
        Should.Throw<SettingsException>(() => Read("{}", [("HEAPWISE_GUARD__INTERVAL", "1s")], [("--interval", "interval", "x")]))
            .Message.ShouldStartWith("--interval: \"x\" is not a time");
    }

    [Fact]
    public void Secrets_may_be_in_files_and_variables()
    {
        var file = Path.Combine(Path.GetTempPath(), $"heapwise-test-{Environment.ProcessId}.key");
        File.WriteAllText(file, "k1\n");

        var alerts = Read(
            """{"guard": {"alerts": {"language": "zh", "pagerduty": {"routingKeyFile": "FILE", "language": "en"}}}}"""
                .Replace("FILE", file, StringComparison.Ordinal),
            [("HEAPWISE_GUARD__ALERTS__DINGTALK__URL", "https://oapi.dingtalk.com/robot/send?access_token=t"),
                ("HEAPWISE_GUARD__ALERTS__DINGTALK__SECRET", "s1")], []).Alerts;

        alerts.Services.Select(service => (service.Service, service.Url.Host, service.Secret, service.Language)).ShouldBe([
            (ServiceName.DingTalk, "oapi.dingtalk.com", "s1", NewsLanguage.Zh),
            (ServiceName.PagerDuty, "events.pagerduty.com", "k1", NewsLanguage.En),
        ]);
        File.Delete(file);
    }

    [Fact]
    public void A_check_of_the_settings_names_every_receiver_and_shows_no_secret()
    {
        var settings = Read("""
            {"guard": {"alerts": {
              "webhook": {"url": "https://hook.example/hunter2", "headers": {"Authorization": "hunter2"}},
              "email": {"host": "mail.example", "from": "a@example.com", "to": ["b@example.com"], "user": "u", "password": "hunter2"},
              "slack": {"url": "https://slack.example/hunter2", "language": "zh"}, "discord": {"url": "https://discord.example/hunter2"},
              "dingtalk": {"url": "https://dingtalk.example/?access_token=hunter2", "secret": "hunter2"},
              "feishu": {"url": "https://feishu.example/hunter2", "secret": "hunter2"},
              "teams": {"url": "https://teams.example/?sig=hunter2"},
              "wecom": {"url": "https://wecom.example/?key=hunter2"}, "pagerduty": {"routingKey": "hunter2"},
              "opsgenie": {"apiKey": "hunter2"}, "alertmanager": {"urls": ["https://user:hunter2@am.example"]}}}}
            """);

        var text = string.Join('\n', GuardText.Describe(settings));

        text.ShouldNotContain("hunter2");
        text.ShouldContain("email        b@example.com through mail.example:587, with a password");
        text.ShouldContain("slack        slack.example; in Chinese");
        foreach (var service in Enum.GetNames<ServiceName>()) text.ShouldContain($"\n  {service.ToLowerInvariant()}");
    }

    [Fact]
    public void Paths_in_the_file_are_relative_to_it_and_others_to_the_current_folder()
    {
        var file = SettingsFile.Parse("/etc/app/heapwise.json",
            Encoding.UTF8.GetBytes("""{"guard": {"folder": "snaps", "alerts": {"log": "e.log"}}}"""));

        GuardSettingsReader.Read(new SettingsSources(file, [], [])).Evidence.Folder.ShouldBe("/etc/app/snaps");
        GuardSettingsReader.Read(new SettingsSources(file, [], [])).Alerts.LogFile.ShouldBe("/etc/app/e.log");
        GuardSettingsReader.Read(new SettingsSources(file, [], [("--folder", "folder", "here")])).Evidence.Folder.ShouldBe(
            Path.GetFullPath("here"));
    }

    /// <summary>Every key that the schema for editors has is read, and the other way round.</summary>
    [Fact]
    public void The_schema_has_the_keys_that_are_read()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "heapwise.schema.json")));
        var parts = schema.RootElement.GetProperty("$defs");
        var documented = ((string[])["guard", "rule", "service", "signedService"])
            .SelectMany(part => KeysOf(parts.GetProperty(part))).ToHashSet(StringComparer.Ordinal);
        var read = Repository.Files("src/Heapwise.Guard/Settings", "*.cs").Select(File.ReadAllText)
            .SelectMany(source => KeyRead().Matches(source))
            .SelectMany(match => match.Value.StartsWith("FindSecret", StringComparison.Ordinal)
                ? (string[])[match.Groups[1].Value, $"{match.Groups[1].Value}File"]
                : [match.Groups[1].Value])
            .Concat(Enum.GetNames<ServiceName>().Select(name => name.ToLowerInvariant()))
            .Concat(BuiltInRules.Create(0.85, TimeSpan.FromMinutes(1)).Select(rule => rule.Name))
            .ToHashSet(StringComparer.Ordinal);

        read.Order().ShouldBe(documented.Order());
    }

    [Fact]
    public void The_example_of_the_documentation_is_read()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guard.md"));
        var example = text.Split("```json")[1].Split("```")[0];

        Read(example).TargetName.ShouldBe("server.js");
    }

    [Fact]
    public void Every_rule_has_its_row_in_the_documentation()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guard.md"));

        foreach (var rule in BuiltInRules.Create(0.85, TimeSpan.FromMinutes(1))) text.ShouldContain($"| `{rule.Name}` |");
    }

    private static GuardSettings Read(string json) => Read(json, [], []);

    private static GuardSettings Read(
        string json, (string Name, string Value)[] variables, IReadOnlyCollection<(string Flag, string Key, string Value)> flags) =>
        GuardSettingsReader.Read(new SettingsSources(
            SettingsFile.Parse("heapwise.json", Encoding.UTF8.GetBytes(json)),
            variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)),
            flags));

    private static IEnumerable<string> KeysOf(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array) return element.EnumerateArray().SelectMany(KeysOf);
        if (element.ValueKind != JsonValueKind.Object) return [];
        var own = element.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? properties.EnumerateObject().Select(property => property.Name)
            : [];
        return own.Concat(element.EnumerateObject().SelectMany(property => KeysOf(property.Value)));
    }

    [GeneratedRegex("Find\\w*(?:<\\w+>)?\\(\"(\\w+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyRead();
}
