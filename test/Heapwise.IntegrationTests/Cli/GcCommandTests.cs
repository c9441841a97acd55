using System.Text.Json;
using Heapwise.IntegrationTests.Live;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

public sealed class GcCommandTests
{
    private const string Garbage = "let junk = Array.from({length: 300000}, (_, i) => ({i, text: 'x' + i}));\njunk = null;\n" + TargetFootprint.Server;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Garbage_is_freed_without_a_flag_and_the_target_left_as_it_was(int major)
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

    private static long UsedOf(JsonDocument json, string when) => json.RootElement.GetProperty(when).GetProperty("heapUsedBytes").GetInt64();
}
