using System.Text.RegularExpressions;
using Heapwise.Cli;
using Heapwise.Cli.Shell;
using Heapwise.IntegrationTests.Diagnosis;
using Heapwise.Live.Processes;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

/// <summary>What the output tells a person to type works when it is typed, and what is shown is true.</summary>
public sealed class AdviceTests
{
    private const string WithWorker =
        """
        const { Worker } = require('worker_threads');
        new Worker('setInterval(() => {}, 100)', { eval: true }).on('online', () => console.log('ready'));
        setInterval(() => {}, 100);
        """;

    [Fact]
    public async Task The_option_for_a_worker_that_was_left_out_is_accepted()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, WithWorker);

        var run = await DiagnoseRun.OfAsync(["--pid", $"{program.ProcessId}", "--every", "300ms", "--rounds", "1", "--max-rounds", "0"]);
        var option = new Regex(@"--pid \d+/worker:\d+", RegexOptions.None, TimeSpan.FromSeconds(1)).Match(run.Error).Value;

        option.ShouldNotBeEmpty(run.ToString());
        (await CliRun.OfAsync($"stats {option}")).ExitCode.ShouldBe(0);
    }

    /// <summary>Each is run until it has been accepted and found its target; what takes longer is stopped then.</summary>
    [Fact]
    public async Task Command_lines_in_the_output_of_live_commands_run()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, WithWorker);
        var folder = Directory.CreateTempSubdirectory("heapwise-advice-").FullName;
        var script = Path.Combine(folder, "app.js");
        await File.WriteAllTextAsync(script, "setTimeout(() => {}, 50)", TestContext.Current.CancellationToken);
        var (node, pid, file) = (await NodeInstall.RequireAsync(24), $"{program.ProcessId}", Path.Combine(folder, "a"));
        string[] commands =
        [
            "ps", $"stats {pid}", $"stats {pid} --explain", $"gc {pid} --watch --duration 300ms", $"top {pid} --every 200ms --duration 1s",
            $"snapshot {pid} --max-pause 1ms -o {file}", "stats --name there-is-no-such-program", $"stats -- {node} {script}",
            $"diagnose --pid {pid} --every 300ms --rounds 1 --max-rounds 0", "diagnose",
        ];
        var typed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var command in commands)
        {
            var run = await CliRun.OfAsync(command, width: 400);
            foreach (var words in SuggestedCommands.In($"{run.Out}\n\n{run.Error}"))
                if (!words.Skip(1).All(word => word.StartsWith('-'))) typed.Add(Fill(words)); // otherwise a way, without a target
        }

        // A leak that is found live, with its snapshots kept, and the report that its verification asks for.
        var keep = Path.Combine(folder, "kept");
        var leaking = Sample.Read("growing-array/leaking.js");
        var served = DiagnoseRun.FreePort();
        var found = await DiagnoseRun.OfAsync(
            [
                "--load", $"http://127.0.0.1:{served}{leaking.Load}", .. DiagnoseRun.Short,
                "--rounds", "2", "--max-rounds", "0", "--keep", keep,
                .. DiagnoseRun.Program(node, leaking.Script, served),
            ]);
        foreach (var words in SuggestedCommands.In(found.Out)) typed.Add(Fill(words));
        var snapshots = Directory.GetFiles(keep, "*.heapsnapshot").Order(StringComparer.Ordinal);
        await CliRun.OfAsync($"diagnose {string.Join(' ', snapshots)} --format json -o {Path.Combine(folder, "report.json")}");

        typed.Count.ShouldBeGreaterThan(6, $"{string.Join('\n', typed)}\n{found}");
        foreach (var line in typed)
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            using var error = new StringWriter();
            var terminal = new Terminal { Output = Stream.Null, Error = TextWriter.Synchronized(error) };
            var code = await HeapwiseApp.RunAsync(line.Split(' '), terminal, stop.Token);
            code.ShouldBeOneOf([ExitCode.Success, ExitCode.Found, ExitCode.Interrupted], $"heapwise {line}\n{error}");
        }

        Directory.Delete(folder, recursive: true);

        // 'ps' names the first process, which may be another test's.
        string Fill(IReadOnlyList<string> words)
        {
            var line = string.Join(' ', words.Select(word => word switch
            {
                "URL" => "http://127.0.0.1:1/",
                "node" => node,
                "app.js" => script,
                "report.json" => Path.Combine(folder, word),
                _ => word,
            }));
            line = new Regex(@"--pid \d+(?=$| )", RegexOptions.None, TimeSpan.FromSeconds(1)).Replace(line, $"--pid {pid}");
            var writes = words[0] is "snapshot" or "record";
            return writes ? $"{words[0]} -o {file} --overwrite {line[(words[0].Length + 1)..]}" : line;
        }
    }

    [Fact]
    public async Task A_target_that_does_not_answer_is_not_shown_as_if_it_did()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs SIGSTOP");
        const int Stop = 19, Continue = 18;
        await using var program = await NodeProgram.RunSourceAsync(
            24, "setInterval(() => {}, 100); console.log('ready')", nodeArguments: ["--inspect=127.0.0.1:0"]);
        const string Listening = "Debugger listening on ";
        var address = program.Errors.Single(line => line.StartsWith(Listening, StringComparison.Ordinal))[Listening.Length..];
        await using var top = await RunningProgram.StartAsync(["top", "--inspect", address, "--duration", "1m"]);
        await top.WaitForAsync("  heap ");

        Signals.Send(program.ProcessId, Stop);
        await top.WaitForAsync("does not answer: the figures are old");
        Signals.Send(program.ProcessId, Continue);
        program.Kill();

        (await top.WaitForExitAsync()).ShouldBe(0, top.Errors);
        top.Errors.ShouldContain("ended while we were attached");
    }

    [Fact]
    public async Task A_diagnosis_says_what_it_waits_for_while_it_attaches()
    {
        await using var program = await NodeProgram.RunSourceAsync(
            24, "console.log('ready'); setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 120_000))",
            nodeArguments: ["--inspect-port=0"]);
        using var error = new StringWriter();
        var terminal = new Terminal { Output = Stream.Null, Error = TextWriter.Synchronized(error), ErrorIsTerminal = true };

        await HeapwiseApp.RunAsync(
            ["diagnose", "--pid", $"{program.ProcessId}", "--attach-timeout", "3s"], terminal, TestContext.Current.CancellationToken);

        error.ToString().ShouldContain($"pid {program.ProcessId}: waiting for ");
    }

    [Fact]
    public async Task Credentials_in_the_url_are_sent_and_never_printed()
    {
        const string Guarded =
            """
            require('http').createServer((request, response) => {
              response.statusCode = request.headers.authorization === 'Basic ' + btoa('anna:s@cret') ? 200 : 401;
              response.end();
            }).listen(process.env.PORT, '127.0.0.1');
            """;
        var script = Path.Combine(Path.GetTempPath(), $"heapwise-guarded-{Guid.NewGuid():N}.js");
        await File.WriteAllTextAsync(script, Guarded, TestContext.Current.CancellationToken);
        var port = DiagnoseRun.FreePort();
        string[] program = DiagnoseRun.Program(await NodeInstall.RequireAsync(24), script, port);

        var run = await DiagnoseRun.OfAsync(
            ["--load", $"http://anna:s%40cret@127.0.0.1:{port}/", .. DiagnoseRun.Short, "--rounds", "1", "--format", "json", .. program]);

        File.Delete(script);
        run.ExitCode.ShouldBe(0, run.ToString());
        run.ToString().ShouldNotContain("cret");
        run.ToString().ShouldNotContain("anna");
    }
}
