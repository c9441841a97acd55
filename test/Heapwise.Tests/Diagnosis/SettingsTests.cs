using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Heapwise.Analysis.Budgets;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Scenarios;
using Heapwise.Diagnosis.Settings;
using Heapwise.Tests.Architecture;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Diagnosis;

public sealed partial class SettingsTests
{
    private const string Start = """{"scenarios": {"shop": {"start": "node app.js", """;

    /// <summary>Each is one line that names the file, the line and the key, and says what to write.</summary>
    [Theory]
    [InlineData("[]", "heapwise.json: must be an object")]
    [InlineData("{\n\"scenarios\": nothing\n}", "heapwise.json:2: not JSON: 'nothing")]
    [InlineData("{}", "heapwise.json:1: scenarios: there are none")]
    [InlineData("""{"scenarios": []}""", "scenarios: must be an object")]
    [InlineData("""{"scenario": {}}""", "scenario: no such setting; did you mean \"scenarios\"?")]
    [InlineData("{\n \"scenarios\": {\n  \"shop\": {\n   \"load\": {\"urls\": [\"/\"]},\n   \"rouns\": 3 } } }",
        "heapwise.json:5: scenarios.shop.rouns: no such setting; did you mean \"rounds\"?")]
    [InlineData(Start + """ "load": {"urls": []}}}}""", "scenarios.shop.load.urls: must be a list of URLs")]
    [InlineData(Start + """ "load": {"urls": ["users"]}}}}""", "scenarios.shop.load.urls[0]: \"users\" is not a URL")]
    [InlineData(Start + """ "load": {"urls": ["/", {"weight": 2}]}}}}""", "scenarios.shop.load.urls[1].url: is missing")]
    [InlineData(Start + """ "load": {"urls": [{"url": "/", "weight": 0}]}}}}""", "urls[0].weight: must be a whole number, 1 to 1000")]
    [InlineData(Start + """ "load": {"urls": [{"url": "/", "method": "GE T"}]}}}}""", "scenarios.shop.load.urls[0]: --method GE T")]
    [InlineData(Start + """ "load": {"urls": ["/"], "command": "k6"}}}}""", "scenarios.shop.load: give one of urls, command and every")]
    [InlineData(Start + """ "load": {"every": "5s", "requests": 7}}}}""", "load.requests: is not used where the load is every")]
    [InlineData(Start + """ "load": {"every": "soon"}}}}""", "load.every: \"soon\" is not a time")]
    [InlineData("""{"scenarios": {"shop": {"start": "node app.js"}}}""", "scenarios.shop.load: is missing")]
    [InlineData(Start + """ "load": {"command": "k6"}, "ready": "/"}}}""", "scenarios.shop.load: a command needs a full URL in ready")]
    [InlineData("""{"scenarios": {"shop": {"start": 7, "load": {"urls": ["/"]}}}}""", "scenarios.shop.start: must be a command")]
    [InlineData("""{"scenarios": {"shop": {"cwd": "nowhere", "load": {"urls": ["/"]}}}}""", "scenarios.shop.cwd: no such folder")]
    [InlineData(Start + """ "rounds": 1, "load": {"urls": ["/"]}}}}""", "scenarios.shop.rounds: must be a whole number, 2 to 1000")]
    [InlineData(Start + """ "load": {"urls": ["/"]}, "budgets": {"maxRSS": "1 GB"}}}}""",
        "budgets.maxRSS: no such setting; did you mean \"maxRss\"?")]
    [InlineData(Start + """ "load": {"urls": ["/"]}, "budgets": {"maxRss": "much"}}}}""", "budgets.maxRss: \"much\" is not a size")]
    [InlineData(Start + """ "load": {"urls": ["/"]}, "budgets": {"failOn": "always"}}}}""",
        "failOn: \"always\" is not one of \"leak\", \"inconclusive\", \"never\"")]
    [InlineData(Start + """ "load": {"every": "5s"}, "budgets": {"maxBytesPerRequest": 1}}}}""",
        "maxBytesPerRequest: needs a load that counts requests")]
    [InlineData(Start + """ "load": {"urls": ["/"]}, "ignore": [{"fingerprint": "x"}]}}}""",
        "ignore[0].fingerprint: must be the 12 hexadecimal digits")]
    [InlineData(Start + """ "load": {"urls": ["/"]}, "ignore": [{"fingerprint": "0123456789ab"}]}}}""", "ignore[0].reason: is missing")]
    public void A_mistake_is_one_clear_line(string json, string message)
    {
        var problem = Should.Throw<SettingsException>(() => Read(json));

        problem.Message.ShouldContain(message);
        problem.Message.ShouldStartWith("heapwise.json:");
        problem.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void A_scenario_has_what_the_file_says_and_the_defaults_of_all()
    {
        var settings = Read("""
            {
              "$schema": "./heapwise.schema.json",
              "guard": { "interval": "60s" },
              "budgets": { "failOn": "inconclusive", "maxRss": "200 MB" },
              "ignore": [{ "fingerprint": "0123456789AB", "reason": "known", "expires": "2027-01-31" }],
              "scenarios": {
                "shop": {
                  "start": "node app.js --port 3000", // words
                  "env": { "PORT": 3000 },
                  "ready": { "url": "/health", "timeout": "1m" },
                  "load": {
                    "urls": [
                      "/users/{n}",
                      { "url": "/orders", "body": { "id": 1 }, "weight": 3 },
                      { "sequence": ["/login", { "url": "/cart", "method": "PUT", "headers": { "X-A": "b" }, "body": "text" }] },
                    ],
                    "requests": 53,
                  },
                  "rounds": 4,
                  "budgets": { "maxBytesPerRequest": "1.5 kB", "maxHeapFloor": "64MiB" },
                },
              },
            }
            """);

        var shop = settings.Scenarios.ShouldHaveSingleItem();
        shop.Program!.Text.ShouldBe("node app.js --port 3000");
        shop.Line.ShouldBe(7);
        shop.Environment["PORT"].ShouldBe("3000");
        shop.Rounds.Rounds.ShouldBe(4);
        shop.Budgets.ShouldBe(new MemoryBudgets
        {
            FailOn = FailOn.Inconclusive,
            MaxBytesPerRequest = 1_500,
            MaxHeapFloorBytes = 64 << 20,
            MaxRssBytes = 200_000_000,
        });
        shop.Ignored.ShouldHaveSingleItem().ShouldBe(new IgnoredLeak("0123456789ab", "known", new DateOnly(2027, 1, 31)));
        var load = shop.Load.ShouldBeOfType<ScenarioLoad.Requests>().Options;
        load.Ready!.Url.ShouldBe("/health");
        load.ReadyTimeout.ShouldBe(TimeSpan.FromMinutes(1));
        load.RequestsPerRound.ShouldBe(53);
        load.Mix.Select(sequence => (sequence.Steps.Count, sequence.Weight)).ShouldBe([(1, 1), (1, 3), (2, 1)]);
        Show(load.Mix[1].Steps[0]).ShouldBe("""POST /orders Content-Type=application/json { "id": 1 }""");
        Show(load.Mix[2].Steps[1]).ShouldBe("PUT /cart X-A=b text");
    }

    [Theory]
    [InlineData("node app.js", "node|app.js")]
    [InlineData("npm run build && node app.js", "sh|-c|npm run build && node app.js")]
    public void What_only_a_shell_understands_is_left_to_the_shell(string start, string words)
    {
        var json = $$"""{"scenarios": {"shop": {"start": "{{start}}", "load": {"every": "5s"} } } }""";

        var program = Read(json).Scenarios[0].Program!;

        string.Join('|', [program.Program, .. program.Arguments]).ShouldBe(words);
    }

    [Fact]
    public void The_hash_is_of_what_is_run()
    {
        var hash = HashOf("""{"start": "node app.js", "load": {"urls": ["/"], "requests": 7}}""");

        HashOf("""{ "load": { "requests": 7, "urls": ["/"] }, "start": "node app.js", "budgets": {"failOn": "never"} }""").ShouldBe(hash);
        HashOf("""{"start": "node app.js", "load": {"urls": ["/"], "requests": 11}}""").ShouldNotBe(hash);
        HashOf("""{"start": "node other.js", "load": {"urls": ["/"], "requests": 7}}""").ShouldNotBe(hash);
    }

    [Fact]
    public void An_ignored_finding_counts_again_after_its_last_day()
    {
        var ignored = new IgnoredLeak("0123456789ab", "known", new DateOnly(2027, 1, 31));

        ignored.HasExpired(new DateOnly(2027, 1, 31)).ShouldBeFalse();
        ignored.HasExpired(new DateOnly(2027, 2, 1)).ShouldBeTrue();
        (ignored with { Expires = null }).HasExpired(DateOnly.MaxValue).ShouldBeFalse();
    }

    /// <summary>Every key that the schema for editors has is read, and the other way round.</summary>
    [Fact]
    public void The_schema_has_the_keys_that_are_read()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "heapwise.schema.json")));
        var documented = KeysOf(schema.RootElement).ToHashSet(StringComparer.Ordinal);
        var sources = Repository.Files("src/Heapwise.Diagnosis/Scenarios", "*.cs").Select(File.ReadAllText);
        var read = sources.SelectMany(source => KeyRead().Matches(source)).Select(match => match.Groups[1].Value).ToHashSet();

        read.Order().ShouldBe(documented.Order());
    }

    [Fact]
    public void The_example_of_the_documentation_is_read()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "ci.md"));
        var example = text.Split("```json")[1].Split("```")[0];

        Read(example).Scenarios.ShouldHaveSingleItem().Program!.Text.ShouldBe("node server.js");
    }

    /// <summary>The names of all properties that it describes.</summary>
    private static IEnumerable<string> KeysOf(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array) return element.EnumerateArray().SelectMany(KeysOf);
        if (element.ValueKind != JsonValueKind.Object) return [];
        // The guard's part has a test of its own.
        var parts = element.EnumerateObject().Where(property =>
            property.Name is not ("guard" or "rule" or "service" or "signedService") || !element.TryGetProperty("scenario", out _));
        var own = element.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? properties.EnumerateObject().Select(property => property.Name)
            : [];
        return own.Concat(parts.SelectMany(property => KeysOf(property.Value)));
    }

    [GeneratedRegex("(?:Find\\w*(?:<\\w+>)?|Has|UrlOf)\\((?:\\w+, )?\"([$\\w]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyRead();

    private static string HashOf(string scenario) => Read($$"""{"scenarios": {"shop": {{scenario}} } }""").Scenarios[0].Hash;

    private static ScenarioSettings Read(string json) =>
        ScenarioSettings.Read(SettingsFile.Parse("heapwise.json", Encoding.UTF8.GetBytes(json)));

    private static string Show(HttpRequestSpec request) => string.Join(
        ' ',
        [
            request.Method,
            request.Url,
            .. request.Headers.Select(header => $"{header.Name}={header.Value}"),
            Encoding.UTF8.GetString(request.Body!),
        ]);
}
