using System.Globalization;
using Heapwise.Cli.Commands;
using Heapwise.Cli.Shell;
using Heapwise.IntegrationTests.Live;
using Heapwise.Live.Processes;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

/// <summary>Programs under <c>heapwise run</c> on every supported major: the flags work, and heapwise does not interfere.</summary>
public sealed class RunCommandTests
{
    private const string Facts =
        """
        console.log(JSON.stringify({
            pid: process.pid,
            limit: require('v8').getHeapStatistics().heap_size_limit / 1048576,
            flags: process.execArgv,
            options: process.env.NODE_OPTIONS ?? null,
            inspector: require('inspector').url() ?? null,
        }));
        """;

    // Strings: a snapshot of them is quick, on every major.
    private const string Leak =
        """
        const held = [];
        let n = 0;
        (function more() {
            for (let i = 0; i < 100; i++) held.push(String(n++).repeat(500).split('').join('-'));
            setImmediate(more);
        })();
        """;

    [Fact]
    public async Task A_core_file_may_be_as_large_as_it_may_be_for_the_user()
    {
        const string Script = "require('child_process').execSync('ulimit -S -c; ulimit -H -c', {stdio: 'inherit'})";
        await using var program = await RunAsync(["run", "--core", "--", await NodeInstall.RequireAsync(24), "app.js"], Script);
        var exit = await program.WaitForExitAsync();
        if (program.Errors.Contains("core files are forbidden")) Assert.Skip("ulimit -H -c is 0 here");
        exit.ShouldBe(0, program.Errors);
        program.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().ShouldHaveSingleItem().ShouldNotBe("0");
        program.Errors.ShouldContain("core file");
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Node_gets_flags_that_it_knows_and_keeps_those_of_the_user(int major)
    {
        await using var program = await RunAsync(
            ["run", "--", await NodeInstall.RequireAsync(major), "--max-old-space-size=64", "app.js"], Facts);
        (await program.WaitForExitAsync()).ShouldBe(0, program.Errors);

        using var facts = System.Text.Json.JsonDocument.Parse(program.Output);
        facts.RootElement.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()).ShouldBe(
        [
            "--heapsnapshot-near-heap-limit=3",
            $"--diagnostic-dir={program.Folder}/heapwise-snapshots",
            "--inspect-port=127.0.0.1:0",
            "--max-old-space-size=64",
        ]);
        facts.RootElement.GetProperty("limit").GetDouble().ShouldBeInRange(64, 64 + 200); // with the young generation
        facts.RootElement.GetProperty("inspector").GetString().ShouldBeNull();
        facts.RootElement.GetProperty("pid").GetInt32().ShouldBe(program.ProcessId, "it is the program, not its parent");
        program.Errors.ShouldContain("(--max-old-space-size=64 is yours and is kept)");
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_script_that_starts_Node_passes_the_flags_on(int major)
    {
        var node = await NodeInstall.RequireAsync(major);
        await using var program = await RunAsync(
            ["run", "--quiet", "--folder", "my snapshots", "--", "./start.sh"],
            Facts,
            files: new() { ["start.sh"] = $"#!/bin/sh\n'{node}' app.js\n" },
            environment: new() { ["NODE_OPTIONS"] = "--max-old-space-size=64" });
        (await program.WaitForExitAsync()).ShouldBe(0, program.Errors);

        program.Errors.ShouldBeEmpty();
        using var facts = System.Text.Json.JsonDocument.Parse(program.Output);
        facts.RootElement.GetProperty("limit").GetDouble().ShouldBeInRange(64, 64 + 200);
        var folder = $"\"--diagnostic-dir={program.Folder}/my snapshots\"";
        facts.RootElement.GetProperty("options").GetString()
            .ShouldBe($"--max-old-space-size=64 --heapsnapshot-near-heap-limit=3 {folder} --inspect-port=127.0.0.1:0");
        Directory.Exists(Path.Combine(program.Folder, "my snapshots")).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Nothing_listens_until_heapwise_attaches_whoever_holds_9229(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var holder = await NodeProgram.RunSourceAsync(
            major, TargetFootprint.Server, nodeArguments: ["--inspect=127.0.0.1:9229"]);
        await using var program = await RunAsync(
            ["run", "--", await NodeInstall.RequireAsync(major), "app.js"], "setInterval(() => {}, 1000); console.log('ready')");
        await program.WaitForAsync("ready");
        ProcSockets.ReadListening(program.ProcessId).ShouldBeEmpty();

        var run = await CliRun.OfAsync($"stats {program.ProcessId} --duration 100ms");
        run.ExitCode.ShouldBe(0, run.ToString());
        run.Out.ShouldContain($"node {program.ProcessId}");
        ProcSockets.ReadListening(program.ProcessId).ShouldBeEmpty();
        ProcSockets.ReadListening(holder.ProcessId).ShouldContain(socket => socket.Port == 9229, "it was not disturbed");
        holder.Errors.Count(line => line.StartsWith("Debugger", StringComparison.Ordinal)).ShouldBe(1);
        (await CliRun.OfAsync($"stats {program.ProcessId} --duration 100ms")).ExitCode.ShouldBe(0, "a second time");
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_requested_inspector_listens_at_once_and_Node_prints_its_address(int major)
    {
        await using var program = await RunAsync(
            ["run", "--inspect", "--", await NodeInstall.RequireAsync(major), "app.js"], "setInterval(() => {}, 1000)");
        await program.WaitForAsync("For help, see");
        const string Listening = "Debugger listening on ";
        var line = program.Errors.Split('\n').Single(line => line.StartsWith($"{Listening}ws://127.0.0.1:", StringComparison.Ordinal));
        var address = line[Listening.Length..];
        new Uri(address).Port.ShouldNotBe(9229);
        (await CliRun.OfAsync($"stats --inspect {address} --duration 100ms")).ExitCode.ShouldBe(0);
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_program_that_leaks_up_to_its_limit_writes_snapshots(int major)
    {
        await using var program = await RunAsync(
            ["run", "--", await NodeInstall.RequireAsync(major), "--max-old-space-size=40", "app.js"], Leak);
        (await program.WaitForExitAsync()).ShouldBe(134, program.Errors); // V8 aborts

        var files = Directory.GetFiles(Path.Combine(program.Folder, "heapwise-snapshots"));
        files.Length.ShouldBeInRange(1, 3);
        foreach (var file in files)
        {
            var summary = await CliRun.OfAsync($"summary {file} --no-index");
            summary.ExitCode.ShouldBe(0, summary.ToString());
            summary.Out.ShouldContain("(string)");
        }

        var next = await CliRun.OfAsync($"run --dry-run --folder {program.Folder}/heapwise-snapshots -- node app.js");
        next.Error.ShouldContain($"earlier runs left {files.Length} snapshot");
    }

    [Theory]
    [InlineData("process.exit(7)", 7)]
    [InlineData("process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)", 137)]
    [InlineData("process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)", 143)]
    [InlineData("throw new Error('thrown')", 1)]
    public async Task The_exit_code_is_the_programs(string source, int expected)
    {
        await using var program = await RunAsync(["run", "--", await NodeInstall.RequireAsync(24), "app.js"], source);
        (await program.WaitForExitAsync()).ShouldBe(expected, program.Errors);
    }

    [Theory]
    [InlineData(1, "SIGHUP")]
    [InlineData(2, "SIGINT")]
    [InlineData(12, "SIGUSR2")]
    [InlineData(15, "SIGTERM")]
    [InlineData(28, "SIGWINCH")]
    public async Task Signals_reach_the_program(int signal, string name)
    {
        var source =
            $$"""
            process.on('{{name}}', () => { console.log('got it'); process.exit(5) });
            setInterval(() => {}, 1000);
            console.log('ready');
            """;
        await using var program = await RunAsync(["run", "--quiet", "--", await NodeInstall.RequireAsync(24), "app.js"], source);
        await program.WaitForAsync("ready");
        Signals.Send(program.ProcessId, signal).ShouldBeTrue();
        (await program.WaitForExitAsync()).ShouldBe(5, program.Errors);
        program.Output.ShouldBe("ready\ngot it\n");
    }

    [Fact]
    public async Task Streams_and_signal_dispositions_are_handed_over_untouched()
    {
        await using var program = await RunAsync(
            ["run", "--quiet", "--", "sh", "-c", "grep -E '^Sig(Blk|Ign)' /proc/self/status; cat; echo gone >&2"], "");
        await program.SendAsync("one\ntwo\n");
        (await program.WaitForExitAsync()).ShouldBe(0);
        // .NET ignores SIGPIPE (bit 13) for itself; what this test was started with (nohup, a shell's background) may be ignored, too.
        program.Output.ShouldMatch("^SigBlk:\t0{16}\nSigIgn:\t0{12}[02468ace][0-9a-f]{3}\none\ntwo\n$");
        program.Errors.ShouldBe("gone\n");
    }

    [Fact]
    public async Task A_file_that_is_not_executable_is_reported_in_one_line()
    {
        await using var program = await RunAsync(
            ["run", "--quiet", "--", "./start.sh"], "", new() { ["start.sh"] = "echo without a first line" });
        (await program.WaitForExitAsync()).ShouldBe(ExitCode.Usage);
        program.Errors.ShouldBe(
            "heapwise: ./start.sh cannot be started: not a program of this system, nor a script with a first line such as #!/bin/sh. "
            + "Check the command after --\n");
    }

    [Fact]
    public async Task Examples_of_the_help_run()
    {
        var node = Path.GetDirectoryName(await NodeInstall.RequireAsync(24));
        var files = new Dictionary<string, string> { ["package.json"] = """{"scripts":{"start":"node app.js"}}""" };
        var environment = new Dictionary<string, string> { ["PATH"] = $"{node}:{Environment.GetEnvironmentVariable("PATH")}" };
        foreach (var example in new RunCommand(new Terminal { Output = Stream.Null, Error = TextWriter.Null }).Examples)
        {
            var words = example.CommandLine["heapwise ".Length..].Replace("/var/tmp/app", "app", StringComparison.Ordinal).Split(' ');
            await using var program = await RunAsync(words, "console.log('ran')", files, environment);
            (await program.WaitForExitAsync()).ShouldBe(0, program.Errors);
            program.Output.ShouldContain(words.Contains("--dry-run") ? "node --heapsnapshot-near-heap-limit=3" : "ran");
        }
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task The_heap_limit_follows_the_memory_limit(int major)
    {
        const long Limit = 512L << 20;
        using var cgroup = MemoryCgroup.Require(Limit);
        await using var program = await RunningProgram.StartAsync(
            ["run", "--", await NodeInstall.RequireAsync(major), "app.js"],
            files: new Dictionary<string, string> { ["app.js"] = Facts },
            prefix: cgroup.Entering);
        (await program.WaitForExitAsync()).ShouldBe(0, program.Errors);
        program.Output.ShouldContain("\"--max-old-space-size=384\"");
        using var facts = System.Text.Json.JsonDocument.Parse(program.Output);
        facts.RootElement.GetProperty("limit").GetDouble().ShouldBeInRange(384, 384 + 200);
        var limit = string.Create(CultureInfo.InvariantCulture, $"{Limit / 1e6:0.#} MB");
        program.Errors.ShouldContain($"75 % of the memory limit of {limit} (cgroup)");
    }

    private static Task<RunningProgram> RunAsync(
        string[] arguments,
        string source,
        Dictionary<string, string>? files = null,
        Dictionary<string, string>? environment = null) =>
        RunningProgram.StartAsync(arguments, new Dictionary<string, string>(files ?? []) { ["app.js"] = source }, environment);
}
