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
