using System.Globalization;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>
/// Metrics of the guard next to those of prom-client, which runs in the program itself: the same names, types and labels, and near values.
/// </summary>
[Collection("One capture at a time on a machine")]
public sealed class PromClientTests
{
    private const string Source =
        """
        const client = require('PACKAGE');
        client.collectDefaultMetrics();
        global.kept = [Buffer.alloc(3e6), new Array(300000).fill(0).map((_, i) => ({ i }))];
        require('readline').createInterface({ input: process.stdin }).on('line', async () => {
          console.log('metrics ' + JSON.stringify(await client.register.getMetricsAsJSON()));
        });
        console.log('ready');
        """;

    private const string Settings =
        """
        {"guard": {"interval": "200ms", "store": "history.db", "evidence": {"baseline": false}, "metrics": {"listen": "127.0.0.1:0"},
          "rules": {"loop-busy": {"enabled": false}}}}
        """;

    /// <summary>Only code in the process knows these.</summary>
    private static readonly string[] FromInside =
        ["nodejs_eventloop_lag", "nodejs_active_", "nodejs_gc_duration_seconds"];

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Names_types_labels_and_values_are_those_of_prom_client(int major)
    {
        var package = await NpmPackage.RequireAsync("prom-client", 15);
        await using var program = await NodeProgram.RunSourceAsync(
            major, Source.Replace("PACKAGE", package, StringComparison.Ordinal), nodeArguments: ["--max-semi-space-size=2"]);
        await using var guard = await GuardRun.WatchAsync(program, Settings);
        var before = await MetricsPage.ReadAsync(guard, page => page.Has("nodejs_heap_size_used_bytes"));
        await program.SendLineAsync("");
        var line = await program.WaitForLineAsync(line => line.StartsWith("metrics ", StringComparison.Ordinal));
        var turns = before.Value("heapwise_turn_duration_seconds_count");
        var page = await MetricsPage.ReadAsync(guard, page => page.Value("heapwise_turn_duration_seconds_count") >= turns + 2);

        using var json = JsonDocument.Parse(line["metrics ".Length..]);
        var shared = 0;
        foreach (var metric in json.RootElement.EnumerateArray())
        {
            var name = metric.GetProperty("name").GetString()!;
            if (!IsKnownOutside(name, major)) continue;
            shared++;
            page.Types.ShouldContainKeyAndValue(name, metric.GetProperty("type").GetString()!);
            foreach (var value in metric.GetProperty("values").EnumerateArray()) ShouldBeNear(page, name, value);
        }

        shared.ShouldBe(major == 26 ? 15 : 16);
        page.Text.ShouldNotContain("nodejs_gc_duration_seconds"); // not known, so not guessed
    }

    /// <summary>V8 14.6 has the count of external memory where it is not found.</summary>
    private static bool IsKnownOutside(string name, int major) =>
        !Array.Exists(FromInside, start => name.StartsWith(start, StringComparison.Ordinal))
        && !(major == 26 && name == "nodejs_external_memory_bytes");

    private static void ShouldBeNear(MetricsPage page, string name, JsonElement value)
    {
        var labels = value.GetProperty("labels").EnumerateObject()
            .ToDictionary(label => label.Name, label => label.Value.ToString(), StringComparer.Ordinal);
        if (name == "nodejs_heap_space_size_available_bytes" && labels["space"] == "new_large_object") return; // not known
        var ours = page.Samples.Where(sample => sample.Name == name
            && labels.All(label => sample.Labels.GetValueOrDefault(label.Key) == label.Value)).ShouldHaveSingleItem($"{name} {value}");
        ours.Labels.Keys.Except(["program", "pid"]).ShouldBe(labels.Keys, ignoreOrder: true, name);
        var theirs = value.GetProperty("value").GetDouble();
        var tolerance = name switch
        {
            _ when name.EndsWith("_bytes", StringComparison.Ordinal) => (0.1 * theirs) + 2e6,
            "process_open_fds" => 3,
            _ when name.StartsWith("process_cpu", StringComparison.Ordinal) => 2, // theirs begin when they are asked for
            "process_start_time_seconds" => 2,
            _ => 0.5, // whole numbers, the same
        };
        ours.Value.ShouldBe(theirs, tolerance, string.Create(CultureInfo.InvariantCulture, $"{name} {value}"));
    }
}
