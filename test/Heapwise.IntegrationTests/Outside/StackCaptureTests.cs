using System.Runtime.Versioning;
using System.Text.Json;
using Heapwise.Live.Processes;
using Heapwise.Outside.Frames;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Outside;

/// <summary>What a program is doing whose event loop is blocked: it can be asked nothing.</summary>
[SupportedOSPlatform("linux")]
public sealed class StackCaptureTests
{
    private const string Source =
        """
        function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
        class Report {
          build(n) {
            let sum = 0;
            while (sum >= 0) sum += fib(n) % 7;
            return sum;
          }
        }
        const begin = () => new Report().build(20);
        const rest = () => [2, 1].sort(() => require('child_process').spawnSync('sleep', ['1000']).status);
        require('readline').createInterface({input: process.stdin}).on('line', line => {
          console.log('begun');
          line === 'rest' ? rest() : begin();
        });
        console.log('ready');
        """;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Calls_of_a_blocked_loop_are_named(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(major, Source, prefix: NodeProgram.Apart);
        while (!ProcLoop.IsIdle(program.ProcessId)) await Task.Delay(20, TestContext.Current.CancellationToken);
        StackCapture.Take(program.ProcessId, PlantedHeap.Patient).Frames.ShouldBeEmpty("it waits for its input");
        await program.SendLineAsync("begin");
        await program.WaitForLineAsync(line => line == "begun");

        var stack = StackCapture.Take(program.ProcessId, PlantedHeap.Patient);

        var names = stack.Frames.Select(frame => frame.Function).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(" ", names));
        var own = names.Where(name => name is "fib" or "build" or "begin").ToList();
        own.SkipWhile(name => name == "fib").ShouldBe(["build", "begin"], "the innermost call comes first");
        var build = stack.Frames.Single(frame => frame.Function == "build");
        (build.Line, build.Column).ShouldBe((3, 8));
        stack.Frames[^1].File.ShouldStartWith("node:");
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Calls_that_wait_for_the_system_are_named(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(major, Source, prefix: NodeProgram.Apart);
        await program.SendLineAsync("rest");
        await program.WaitForLineAsync(line => line == "begun");
        SpinWait.SpinUntil(() => ProcTree.FindFamily(program.ProcessId).Count > 1, TimeSpan.FromSeconds(20)).ShouldBeTrue();

        var names = StackCapture.Take(program.ProcessId, PlantedHeap.Patient).Frames.Select(frame => frame.Function).ToList();

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(" ", names));
        names[0].ShouldBe("spawnSync");
        names.ShouldContain("rest");
        names[^1].ShouldBe("onStreamRead", "what lies beyond are words of calls that have returned");
    }

    [Fact]
    public async Task Stats_from_outside_say_how_full_the_heap_is_and_what_blocks_the_loop()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, Source, prefix: NodeProgram.Apart);
        while (!ProcLoop.IsIdle(program.ProcessId)) await Task.Delay(20, TestContext.Current.CancellationToken);
        var idle = await CliRun.OfAsync($"stats {program.ProcessId} --outside --duration 300ms");
        idle.ExitCode.ShouldBe(0, idle.ToString());
        idle.Out.ShouldContain("Waits for events.", customMessage: idle.ToString());
        await program.SendLineAsync("begin");
        await program.WaitForLineAsync(line => line == "begun");

        var busy = await CliRun.OfAsync($"stats {program.ProcessId} --outside --duration 300ms --format json");

        using var report = JsonDocument.Parse(busy.Out);
        var thread = report.RootElement.GetProperty("mainThread");
        thread.GetProperty("state").GetString().ShouldBe("running");
        thread.GetProperty("busyShare").GetDouble().ShouldBeGreaterThan(0.1);
        thread.GetProperty("frames").EnumerateArray().Select(frame => frame.GetProperty("function").GetString()).ShouldContain("build");
        var heap = report.RootElement.GetProperty("heap");
        heap.GetProperty("usedBytes").GetInt64().ShouldBeInRange(2_000_000, heap.GetProperty("limitBytes").GetInt64());
    }

    [Fact]
    public async Task Stats_from_outside_refuse_what_is_no_process_of_this_machine()
    {
        var inspector = await CliRun.OfAsync("stats --inspect 127.0.0.1:9229 --outside");
        inspector.ExitCode.ShouldBe(2);
        inspector.Error.ShouldContain("--outside reads the main thread of a process of this machine");
        var explained = await CliRun.OfAsync($"stats {Environment.ProcessId} --outside --explain");
        explained.ExitCode.ShouldBe(2);
        explained.Error.ShouldContain("--explain cannot be combined with --outside");
        var own = await CliRun.OfAsync($"stats {Environment.ProcessId} --outside");
        own.ExitCode.ShouldBe(2);
        own.Error.ShouldContain("is no Node.js that can be read from outside", customMessage: own.ToString());
    }
}
