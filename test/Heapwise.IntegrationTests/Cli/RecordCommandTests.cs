using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Heapwise.Cli;
using Heapwise.Cli.Commands;
using Heapwise.Cli.Shell;
using Heapwise.IntegrationTests.Live;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Cdp.Wire;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

/// <summary>
/// A program with two functions that allocate: one retains its objects, the other allocates ten times as much and retains nothing.
/// Each has a sum in it that makes it too long to be inlined into the timer's callback, for which V8 would count it.
/// </summary>
public sealed class RecordCommandTests : IDisposable
{
    private const int LeakLine = 2;
    private const int ChurnLine = 7;
    private static readonly string Long = string.Join('+', Enumerable.Range(0, 300).Select(i => $"round*{i}"));

    private static readonly string Program =
        $$"""
        const kept = []; let last;
        function keepsAll(round) {
          for (let i = 0; i < 20; i++) kept.push({ round, i, list: [round, i, 3, 4, 5, 6, 7, 8] });
          if (kept.length > 2e6) kept.length = 0;
          return {{Long}};
        }
        function keepsNothing(round) {
          for (let i = 0; i < 200; i++) last = { round, i, list: [round, i, 3, 4, 5, 6, 7, 8] };
          return {{Long}};
        }
        setInterval(() => { for (let i = 0; i < 40; i++) { keepsAll(i); keepsNothing(i); } }, 5);

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-record-").FullName;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task The_function_that_retains_its_allocations_comes_first(int major)
    {
        await using var program = await RunAsync(major, Program + "console.log('ready')");
        var run = await CliRun.OfAsync(
            $"record --pid {program.ProcessId} --duration 3s --interval 32K -o {File("a.heapprofile")} --report {File("a.json")}");
        run.ExitCode.ShouldBe(0, run.ToString());
        run.Out.ShouldMatch($@"\n *[\d.]+ [kM]B +\d+ % .*keepsAll +\S*app\.js:{LeakLine}:18\n");

        using var json = JsonDocument.Parse(await System.IO.File.ReadAllTextAsync(File("a.json"), TestContext.Current.CancellationToken));
        var first = json.RootElement.GetProperty("sites")[0];
        first.GetProperty("function").GetString().ShouldBe("keepsAll");
        first.GetProperty("location").GetProperty("line").GetInt32().ShouldBe(LeakLine);
        first.GetProperty("selfBytes").GetInt64().ShouldBeGreaterThan(json.RootElement.GetProperty("totalBytes").GetInt64() / 2);
        json.RootElement.GetProperty("sampling").GetProperty("samplesTaken").GetInt64()
            .ShouldBeGreaterThan(first.GetProperty("count").GetInt64());
        ShouldBeProfile(File("a.heapprofile"));
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.GetUnixFileMode(File("a.heapprofile")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_recording_beside_that_of_another_run_is_refused(int major)
    {
        await using var program = await RunAsync(major, Program + "console.log('ready')");
        var record = $"record --pid {program.ProcessId} --duration 1s --interval 32K -o {File("a.heapprofile")}";
        await using (var other = await OpenAsync(program))
        {
            await other.ClaimAsync(TargetClaim.Sampling, TestContext.Current.CancellationToken);

            var refused = await CliRun.OfAsync(record);

            refused.ExitCode.ShouldBe(ExitCode.Usage, refused.ToString());
            refused.Error.ShouldContain("is being recorded by another run of heapwise");
            Directory.GetFiles(_folder).ShouldBeEmpty();
        }

        (await CliRun.OfAsync(record)).ExitCode.ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task A_recording_that_somebody_else_ends_says_so()
    {
        await using var program = await RunAsync(24, Program + "console.log('ready')");
        await using var other = await OpenAsync(program);

        var running = CliRun.OfAsync($"record --pid {program.ProcessId} --duration 2s --interval 32K -o {File("a.heapprofile")}");
        while (!running.IsCompleted)
        {
            await other.Connection.HeapProfiler.StartSamplingAsync(
                new WireStartSampling(32768, 16, null, null), TestContext.Current.CancellationToken);
            await other.Connection.HeapProfiler.StopSamplingAsync(null, TestContext.Current.CancellationToken);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        var run = await running;
        run.ExitCode.ShouldBe(ExitCode.Usage, run.ToString());
        run.Error.ShouldContain("somebody else (DevTools or another tool) has ended this recording");
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Collected_objects_count_on_request(int major)
    {
        await using var program = await RunAsync(major, Program + "console.log('ready')");
        var run = await CliRun.OfAsync(
            $"record --pid {program.ProcessId} --duration 2s --interval 64K --objects all -o {File("a.heapprofile")} --format json");
        if (major < 20)
        {
            run.ExitCode.ShouldBe(ExitCode.Usage);
            run.Error.ShouldContain("Node 20 and later");
            Directory.GetFiles(_folder).ShouldBeEmpty();
            return;
        }

        run.ExitCode.ShouldBe(0, run.ToString());
        using var json = JsonDocument.Parse(run.Out);
        var sites = json.RootElement.GetProperty("sites").EnumerateArray()
            .Where(site => site.GetProperty("function").GetString() is "keepsAll" or "keepsNothing").ToList();
        sites[0].GetProperty("location").GetProperty("line").GetInt32().ShouldBe(ChurnLine);
        sites[0].GetProperty("selfBytes").GetInt64().ShouldBeGreaterThan(4 * sites[1].GetProperty("selfBytes").GetInt64());
        json.RootElement.GetProperty("onlyLive").GetBoolean().ShouldBeFalse();
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Compaction_is_off_only_while_a_timeline_is_recorded(int major)
    {
        const string Telling =
            "const v8 = require('v8'), set = v8.setFlagsFromString; v8.setFlagsFromString = flag => { console.log(flag); set(flag) };"
            + "setInterval(() => {}, 1000); console.log('ready')";
        await using var program = await RunAsync(major, Telling);

        var run = await CliRun.OfAsync($"record --pid {program.ProcessId} --timeline --duration 300ms -o {File("a.heaptimeline")}");

        run.ExitCode.ShouldBe(0, run.ToString());
        await program.WaitForLineAsync(line => line == "--no-compact");
        await program.WaitForLineAsync(line => line == "--compact");
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_timeline_is_a_snapshot_with_the_functions_whose_objects_survive(int major)
    {
        await using var program = await RunAsync(major, Program + "console.log('ready')");
        var run = await CliRun.OfAsync(
            $"record --pid {program.ProcessId} --timeline --duration 4s -o {File("a.heaptimeline")} --report {File("a.json")}");
        run.ExitCode.ShouldBe(0, run.ToString());
        run.Out.ShouldContain("█");
        run.Out.ShouldContain("of the bytes still alive have a stack");

        using var json = JsonDocument.Parse(await System.IO.File.ReadAllTextAsync(File("a.json"), TestContext.Current.CancellationToken));
        var timeline = json.RootElement.GetProperty("timeline");
        timeline.GetProperty("newBytes").GetInt64().ShouldBeGreaterThan(100_000, run.ToString());
        var least = timeline.GetProperty("newBytes").GetInt64() * 9 / 10;
        timeline.GetProperty("tracedBytes").GetInt64().ShouldBeGreaterThan(least, run.ToString());
        timeline.GetProperty("bars").GetArrayLength().ShouldBeGreaterThan(1); // a visit of all objects takes long on a busy machine
        json.RootElement.GetProperty("sites")[0].GetProperty("function").GetString().ShouldBe("keepsAll");
        json.RootElement.GetProperty("sites")[0].GetProperty("location").GetProperty("line").GetInt32().ShouldBe(LeakLine);
        (await CliRun.OfAsync($"summary {File("a.heaptimeline")}")).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("--interval 64K", "a.heapprofile")]
    [InlineData("--timeline", "a.heaptimeline")]
    public async Task A_stopped_recording_keeps_its_file(string way, string name)
    {
        await using var program = await RunAsync(24, Program + "console.log('ready')");
        using var stop = new CancellationTokenSource();
        using var error = new StringWriter();
        using var output = new MemoryStream();
        var terminal = new Terminal { Output = output, Error = error };
        var run = HeapwiseApp.RunAsync(
            ["record", "--pid", $"{program.ProcessId}", "--duration", "10m", "-o", File(name), .. way.Split(' ')], terminal, stop.Token);
        // The partial file is there before the tracking begins; a second is more than that takes.
        while (Directory.GetFiles(_folder, "*.partial").Length == 0 && !run.IsCompleted)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await Task.Delay(1500, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        (await run).ShouldBe(0, error.ToString());
        Encoding.UTF8.GetString(output.ToArray()).ShouldContain("Stopped after ");
        Directory.GetFiles(_folder).Select(Path.GetFileName).ShouldBe([name]);
        if (way != "--timeline") ShouldBeProfile(File(name));
        else (await CliRun.OfAsync($"summary {File(name)}")).ExitCode.ShouldBe(0);
        program.HasExited.ShouldBeFalse();
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_recording_leaves_nothing_in_the_program(int major)
    {
        await using var program = await RunAsync(major, TargetFootprint.Server);
        await TargetFootprint.ReadAsync(program); // the first request warms up Node's own lazy parts
        var before = await TargetFootprint.ReadAsync(program);
        (await CliRun.OfAsync($"record --pid {program.ProcessId} --duration 300ms -o {File("1.heapprofile")}")).ExitCode.ShouldBe(0);
        var record = $"record --pid {program.ProcessId} --timeline";
        (await CliRun.OfAsync($"{record} --duration 300ms -o {File("1.heaptimeline")}")).ExitCode.ShouldBe(0);
        (await CliRun.OfAsync($"{record} --max-pause 1ms -o {File("2.heaptimeline")}")).ExitCode.ShouldBe(ExitCode.Refused);
        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
        Directory.GetFiles(_folder, "2.*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Stacks_are_written_as_folded_lines_and_as_a_flame_graph()
    {
        await using var program = await RunAsync(22, Program + "console.log('ready')");
        var files = $"-o {File("a.heapprofile")} --report {File("a.svg")}";
        var run = await CliRun.OfAsync($"record --pid {program.ProcessId} --duration 1s --interval 16K {files} --format folded");
        run.ExitCode.ShouldBe(0, run.ToString());
        var folded = new Regex(@"^\S.* \d+$", RegexOptions.None, TimeSpan.FromSeconds(1));
        run.Out.TrimEnd('\n').Split('\n').ShouldAllBe(line => folded.IsMatch(line));
        run.Out.ShouldContain(";keepsAll [");
        var image = await System.IO.File.ReadAllTextAsync(File("a.svg"), TestContext.Current.CancellationToken);
        XDocument.Parse(image).ToString().ShouldContain("keepsAll app.js:2");
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_program_that_ends_during_a_recording_is_not_delayed_and_its_profile_is_kept(int major)
    {
        await using var program = await RunAsync(major, Program + "setTimeout(() => process.exit(3), 4000); console.log('ready')");
        var run = await CliRun.OfAsync($"record --pid {program.ProcessId} --duration 10m --interval 32K -o {File("a.heapprofile")}");
        run.ExitCode.ShouldBe(0, run.ToString());
        run.Out.ShouldContain("The program ended after ");
        run.Out.ShouldContain("keepsAll");
        (await program.WaitForExitAsync()).ShouldBe(3);
        ShouldBeProfile(File("a.heapprofile"));
    }

    [Fact]
    public async Task A_program_killed_during_a_recording_is_reported_and_leaves_no_file()
    {
        await using var program = await RunAsync(24, Program + "console.log('ready')");
        var recording = CliRun.OfAsync($"record --pid {program.ProcessId} --duration 10m -o {File("a.heapprofile")}");
        while (Directory.GetFiles(_folder, "*.partial").Length == 0 && !recording.IsCompleted)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        program.Kill();
        var run = await recording;
        run.ExitCode.ShouldBe(ExitCode.Usage);
        run.Error.ShouldContain("ended while we were attached");
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_busy_program_is_sampled_too()
    {
        await using var program = await RunAsync(
            24, "console.log('ready'); setTimeout(() => { for (let i = 0; ; i++) globalThis.last = { i, list: [i, i, i] }; }, 1000)");
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        var run = await CliRun.OfAsync(
            $"record --pid {program.ProcessId} --duration 1s -o {File("a.heapprofile")} --objects all --format json");
        run.ExitCode.ShouldBe(0, run.ToString());
        using var json = JsonDocument.Parse(run.Out);
        json.RootElement.GetProperty("sampling").GetProperty("bytesPerSecond").ValueKind.ShouldBe(JsonValueKind.Null);
        json.RootElement.GetProperty("sampling").GetProperty("intervalBytes").GetInt64().ShouldBe(512 << 10);
        json.RootElement.GetProperty("sites")[0].GetProperty("location").GetProperty("file").GetString()!.ShouldEndWith("app.js");
    }

    [Fact]
    public async Task Examples_of_the_help_run()
    {
        await using var program = await RunAsync(24, Program + "console.log('ready')");
        await using var inspected = await NodeProgram.RunSourceAsync(
            24, Program + "console.log('ready ' + require('inspector').url())", nodeArguments: ["--inspect=127.0.0.1:0"]);
        var ready = await inspected.WaitForLineAsync(line => line.StartsWith("ready ", StringComparison.Ordinal));
        var address = new Uri(ready["ready ".Length..]).Authority;
        foreach (var example in new RecordCommand(new Terminal { Output = Stream.Null, Error = TextWriter.Null }).Examples)
        {
            var line = example.CommandLine["heapwise ".Length..]
                .Replace("4711", program.ProcessId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("127.0.0.1:9229", address, StringComparison.Ordinal)
                .Replace("1m", "200ms", StringComparison.Ordinal)
                .Replace("10s", "200ms", StringComparison.Ordinal)
                .Replace("flame.svg", File("flame.svg"), StringComparison.Ordinal);
            if (!line.Contains("--duration", StringComparison.Ordinal)) line += " --duration 200ms";
            var run = await CliRun.OfAsync($"{line} -o {File("a.recording")} --overwrite");
            run.ExitCode.ShouldBe(0, run.ToString());
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What DevTools asks of such a file: a head with call frames, sizes and children, and samples of its nodes.</summary>
    private static void ShouldBeProfile(string file)
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(file));
        var head = json.RootElement.GetProperty("head");
        head.GetProperty("callFrame").GetProperty("functionName").GetString().ShouldBe("(root)");
        head.GetProperty("selfSize").ValueKind.ShouldBe(JsonValueKind.Number);
        head.GetProperty("children").GetArrayLength().ShouldBeGreaterThan(0);
        json.RootElement.GetProperty("samples")[0].GetProperty("nodeId").ValueKind.ShouldBe(JsonValueKind.Number);
    }

    /// <summary>A program whose inspector opens on a free port, whoever holds the default one.</summary>
    private static Task<NodeProgram> RunAsync(int major, string source) =>
        NodeProgram.RunSourceAsync(major, source, nodeArguments: ["--inspect-port=0"]);

    private string File(string name) => Path.Combine(_folder, name);

    private static Task<NodeTarget> OpenAsync(NodeProgram program) =>
        NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), null, TestContext.Current.CancellationToken);
}
