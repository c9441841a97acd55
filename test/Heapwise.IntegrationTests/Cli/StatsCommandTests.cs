using System.Text.Json;
using Heapwise.Cli.Shell;
using Heapwise.IntegrationTests.Live;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

public sealed class StatsCommandTests
{
    private const string Busy =
        "const until = Date.now() + 60000; console.log('ready'); setTimeout(() => { while (Date.now() < until); }, 50)";

    private static readonly string[] Figures =
        ["Heap used", "External", "RSS", "Detached contexts", "Global handles", "Utilization", "Descriptors", "Context switches"];

    private const string WithWorkers =
        """
        const { Worker } = require('worker_threads');
        let online = 0;
        for (const name of ['first', 'second'])
          new Worker("global.held = Array.from({length: 200000}, (_, i) => ({i})); setInterval(() => {}, 1000)", {eval: true, name})
            .on('online', () => { if (++online === 2) setTimeout(() => console.log('ready'), 300) });
        """;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_reading_agrees_with_what_the_process_reports_about_itself(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, TargetFootprint.Server);
        await TargetFootprint.ReadAsync(program); // the first request warms up Node's own lazy parts
        var before = await TargetFootprint.ReadAsync(program);
        var run = await CliRun.OfAsync($"stats {program.ProcessId} --duration 300ms --format json");
        run.ExitCode.ShouldBe(0, run.ToString());
        using var json = JsonDocument.Parse(run.Out);
        var root = json.RootElement;
        root.GetProperty("schema").GetString().ShouldBe("heapwise.stats/1");
        root.GetProperty("nodeVersion").GetString().ShouldStartWith($"v{major}.");
        var memory = root.GetProperty("memory");
        memory.GetProperty("heapUsedBytes").GetInt64().ShouldBeInRange(1 << 20, memory.GetProperty("heapTotalBytes").GetInt64());
        memory.GetProperty("rssBytes").GetInt64().ShouldBeGreaterThan(memory.GetProperty("heapTotalBytes").GetInt64());
        root.GetProperty("heap").GetProperty("nativeContexts").GetInt64().ShouldBe(1);
        (root.GetProperty("heap").GetProperty("allocatedBytes").ValueKind == JsonValueKind.Number).ShouldBe(major >= 26);
        var spaces = root.GetProperty("spaces").EnumerateArray()
            .ToDictionary(space => space.GetProperty("name").GetString()!, space => space.GetProperty("usedBytes").GetInt64());
        spaces["old"].ShouldBeGreaterThan(1 << 20);
        spaces.ContainsKey("map").ShouldBe(major == 18);
        root.GetProperty("eventLoop").GetProperty("windowSeconds").GetDouble().ShouldBeInRange(0.25, 10);
        root.GetProperty("eventLoop").GetProperty("utilization").GetDouble().ShouldBeInRange(0, 1);
        root.GetProperty("eventLoop").GetProperty("delayMaxMs").GetDouble().ShouldBeInRange(0, 5000);
        root.GetProperty("activeResources").GetProperty("TCPServerWrap").GetInt32().ShouldBe(1);
        root.GetProperty("usage").GetProperty("userSeconds").GetDouble().ShouldBeGreaterThan(0.01);
        root.GetProperty("usage").GetProperty("fileDescriptors").GetInt32().ShouldBeGreaterThan(10);
        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_worker_thread_is_read_by_its_number(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, WithWorkers);
        using var main = JsonDocument.Parse((await CliRun.OfAsync($"stats {program.ProcessId} --duration 100ms --format json")).Out);
        main.RootElement.GetProperty("workers").EnumerateArray()
            .Select(worker => (worker.GetProperty("threadId").GetInt32(), worker.GetProperty("title").GetString()))
            .ShouldBe([(1, "[worker 1] first"), (2, "[worker 2] second")], Comparer);
        main.RootElement.GetProperty("memory").GetProperty("heapUsedBytes").GetInt64().ShouldBeLessThan(8_000_000);

        var run = await CliRun.OfAsync($"stats {program.ProcessId}/worker:2 --duration 100ms --format json");
        run.ExitCode.ShouldBe(0, run.ToString());
        using var worker = JsonDocument.Parse(run.Out);
        worker.RootElement.GetProperty("worker").GetInt32().ShouldBe(2);
        worker.RootElement.GetProperty("memory").GetProperty("heapUsedBytes").GetInt64().ShouldBeGreaterThan(8_000_000);

        var none = await CliRun.OfAsync($"stats {program.ProcessId}/worker:7");
        none.ExitCode.ShouldBe(ExitCode.Usage);
        none.Error.ShouldContain("its workers are 1, 2");
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_blocked_event_loop_is_reported_and_the_rest_is_read(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, Busy);
        await Task.Delay(300, TestContext.Current.CancellationToken); // until it is busy
        var run = await CliRun.OfAsync($"stats {program.ProcessId} --duration 300ms");
        run.ExitCode.ShouldBe(0, run.ToString());
        run.Out.ShouldContain("it has not turned"); // and not: 0 %
        run.Out.ShouldContain("the loop has not turned at all");
        run.Out.ShouldContain("Heap used");
        run.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_figure_is_explained()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, TargetFootprint.Server);
        var run = await CliRun.OfAsync($"stats --pid {program.ProcessId} --duration 100ms --explain");
        run.ExitCode.ShouldBe(0, run.ToString());
        foreach (var name in Figures) run.Out.ShouldMatch($@"(?m)^{name}: [^\n]+\.");
        run.Out.Split('\n').ShouldAllBe(line => line.Length <= 80);
    }

    [Fact]
    public async Task A_program_is_found_by_part_of_its_command_line()
    {
        using var port = await InspectorPort.TakeAsync();
        var name = $"found-{Guid.NewGuid():N}";
        await using var program = await NodeProgram.RunSourceAsync(24, TargetFootprint.Server, nodeArguments: [$"--title={name}"]);
        var run = await CliRun.OfAsync($"stats --name {name} --duration 100ms");
        run.ExitCode.ShouldBe(0, run.ToString());
        run.Out.ShouldContain($"node {program.ProcessId}");

        var none = await CliRun.OfAsync($"stats --name {name}x");
        none.ExitCode.ShouldBe(ExitCode.Usage);
        none.Error.ShouldContain("no Node process");
    }

    private static readonly IEqualityComparer<(int, string?)> Comparer = EqualityComparer<(int, string?)>.Create(
        (left, right) => left.Item1 == right.Item1 && IsTitleOf(left.Item2, right), pair => pair.Item1);

    private static bool IsTitleOf(string? title, (int ThreadId, string? Title) worker) =>
        title == worker.Title || title!.Contains($"{worker.ThreadId}", StringComparison.Ordinal);
}
