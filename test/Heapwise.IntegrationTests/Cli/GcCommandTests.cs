using System.Text.Json;
using Heapwise.IntegrationTests.Live;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

public sealed class GcCommandTests
{
    private const string Garbage =
        "let junk = Array.from({length: 300000}, (_, i) => ({i, text: 'x' + i}));\njunk = null;\n" + TargetFootprint.Server;

    /// <summary>Garbage of the young generation all the time, and of the old one twice a second.</summary>
    private const string Busy =
        """
        let old = [];
        setInterval(() => { let junk = []; for (let i = 0; i < 30000; i++) junk.push({i, text: 'k' + i}) }, 10);
        setInterval(() => { old = []; for (let i = 0; i < 200000; i++) old.push({i}) }, 200);
        """ + TargetFootprint.Server;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_loop_that_does_not_turn_is_reported_when_the_time_is_up(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(
            major, "console.log('ready'); setTimeout(() => { for (;;) Math.random() }, 1)", nodeArguments: ["--inspect-port=0"]);

        var run = await CliRun.OfAsync($"gc {program.ProcessId} --timeout 5s");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("event loop has not turned for 5 s");
        program.HasExited.ShouldBeFalse();
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Garbage_is_freed_without_a_flag_and_the_target_is_left_unchanged(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, Garbage);
        await TargetFootprint.ReadAsync(program);
        var before = await TargetFootprint.ReadAsync(program);
        var run = await CliRun.OfAsync($"gc {program.ProcessId} --format json");
        run.ExitCode.ShouldBe(0, run.ToString());
        using var json = JsonDocument.Parse(run.Out);
        var (used, left) = (UsedOf(json, "before"), UsedOf(json, "after"));
        (used - left).ShouldBeGreaterThan(5_000_000);
        json.RootElement.GetProperty("pauseMs").GetDouble().ShouldBeInRange(0.1, 10_000);
        var old = json.RootElement.GetProperty("spaces").EnumerateArray().Single(space => space.GetProperty("name").GetString() == "old");
        old.GetProperty("afterBytes").GetInt64().ShouldBeInRange(1, left);

        var page = await CliRun.OfAsync($"gc {program.ProcessId}");
        page.Out.ShouldContain("freed");
        page.Out.ShouldContain("The floor is");
        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Collections_are_watched_with_their_sizes_and_the_target_is_left_unchanged(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, Busy);
        await TargetFootprint.ReadAsync(program);
        var before = await TargetFootprint.ReadAsync(program);

        var run = await CliRun.OfAsync($"gc {program.ProcessId} --watch --duration 4s --format json");

        run.ExitCode.ShouldBe(0, run.ToString());
        using var json = JsonDocument.Parse(run.Out);
        json.RootElement.GetProperty("schema").GetString().ShouldBe("heapwise.gcwatch/1");
        var heap = json.RootElement.GetProperty("collections");
        var kinds = heap.GetProperty("kinds").EnumerateArray().ToDictionary(kind => kind.GetProperty("kind").GetString()!);
        kinds["scavenge"].GetProperty("count").GetInt32().ShouldBeGreaterThan(1);
        kinds["scavenge"].GetProperty("freedBytes").GetInt64().ShouldBeGreaterThan(1_000_000);
        kinds["mark-compact"].GetProperty("count").GetInt32().ShouldBeGreaterThan(0);
        kinds["mark-compact"].GetProperty("p50Ms").GetDouble()
            .ShouldBeInRange(0.01, kinds["mark-compact"].GetProperty("maxMs").GetDouble());
        heap.GetProperty("throughputLost").GetDouble().ShouldBeInRange(0.0001, 1);
        heap.GetProperty("floor").GetProperty("points").GetInt64().ShouldBe(kinds["mark-compact"].GetProperty("count").GetInt64());
        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
    }

    [Fact]
    public async Task Each_collection_is_printed_at_once_and_totals_at_the_end()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, Busy);
        var run = await CliRun.OfAsync($"gc {program.ProcessId} --watch --duration 1500ms");
        run.ExitCode.ShouldBe(0, run.ToString());
        run.Out.ShouldMatch(@"(?m)^ +\d+\.\d{3} s  scavenge +[\d.]+ ms +[\d.]+ [kM]B -> [\d.]+ [kM]B +[\d.]+ [kM]?B");
        run.Out.ShouldContain("Time lost");
        run.Out.Split('\n').ShouldAllBe(line => line.Length <= 80);
    }

    [Theory]
    [InlineData("gc 1 --duration 3s", "--watch")]
    [InlineData("gc -- node app.js", "--watch")]
    public async Task Options_of_the_watch_are_refused_without_it(string arguments, string words)
    {
        var run = await CliRun.OfAsync(arguments);
        run.ExitCode.ShouldBe(Heapwise.Cli.Shell.ExitCode.Usage);
        run.Error.ShouldContain(words);
    }

    private static long UsedOf(JsonDocument json, string when) =>
        json.RootElement.GetProperty(when).GetProperty("heapUsedBytes").GetInt64();
}
