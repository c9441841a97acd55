using System.Runtime.Versioning;
using Heapwise.Analysis.Leaks;
using Heapwise.Live.Attaching;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Diagnosis;

/// <summary>Programs of several processes, attached to by the pid of the one that serves nothing. The gallery has them started.</summary>
[SupportedOSPlatform("linux")]
public sealed class ProcessesTests
{
    [Fact]
    public async Task A_worker_is_diagnosed_by_the_pid_of_its_primary_and_left_as_it_was()
    {
        var sample = Sample.Read("cluster/leaking.js");
        var port = DiagnoseRun.FreePort();
        var environment = new Dictionary<string, string> { ["PORT"] = $"{port}" };
        await using var program = await NodeProgram.RunFileAsync(22, sample.Script, ready: "worker", environment: environment);

        string[] load = ["--load", $"http://127.0.0.1:{port}{sample.Load}", "--rounds", "2", .. DiagnoseRun.Short];
        var run = await DiagnoseRun.OfAsync(["--format", "json", .. load, "--pid", $"{program.ProcessId}"]);

        var report = DiagnoseRun.Report(run);
        report.Verdict.ShouldBe(Verdict.Leak, run.ToString());
        report.Process.ShouldNotBeNull();
        report.Process.Role.ShouldBe(ProcessRole.Worker);
        report.Process.Pid.ShouldNotBe(program.ProcessId);
        report.Findings.ShouldHaveSingleItem().ObjectsPerRequest.Values.ShouldContain(1.0);
        NodeProcess.List().Single(process => process.ProcessId == report.Process.Pid).Inspector.Address.ShouldBeNull();
    }

    [Fact]
    public async Task A_process_that_did_not_serve_the_requests_is_not_called_free_of_leaks()
    {
        var sample = Sample.Read("growing-array/fixed.js");
        var port = DiagnoseRun.FreePort();
        var environment = new Dictionary<string, string> { ["PORT"] = $"{port}" };
        await using var server = await NodeProgram.RunFileAsync(22, sample.Script, ready: "listening", environment: environment);
        await using var idle = await NodeProgram.RunSourceAsync(22, "setInterval(() => {}, 60_000); console.log('ready')");

        string[] load = ["--load", $":{port}/", "--rounds", "2", .. DiagnoseRun.Short];
        var run = await DiagnoseRun.OfAsync(["--format", "json", .. load, "--pid", $"{idle.ProcessId}"]);

        var report = DiagnoseRun.Report(run);
        report.Verdict.ShouldBe(Verdict.Inconclusive, run.ToString());
        report.Reason.ShouldContain($"pid {server.ProcessId}");
    }

    // Node 20 waits at its end until the debugger has detached, and the supervisor lives on.
    [Fact]
    public async Task A_server_that_ends_in_a_round_ends_the_run_at_once()
    {
        const string Supervisor = "require('child_process').fork(`${__dirname}/server.js`); setInterval(() => {}, 60_000)";
        const string Server =
            """
            let left = 15;
            require('http').createServer((request, response) => {
              response.end('ok');
              if (--left === 0) process.exit(7);
            }).listen(process.env.PORT, '127.0.0.1');
            """;
        var folder = Directory.CreateTempSubdirectory("heapwise-ends-").FullName;
        try
        {
            var (script, port) = (Path.Combine(folder, "supervisor.js"), DiagnoseRun.FreePort());
            var cancellation = TestContext.Current.CancellationToken;
            await File.WriteAllTextAsync(script, Supervisor, cancellation);
            await File.WriteAllTextAsync(Path.Combine(folder, "server.js"), Server, cancellation);

            string[] load = ["--load", $"http://127.0.0.1:{port}/", .. DiagnoseRun.Short];
            var run = await DiagnoseRun.OfAsync([.. load, .. DiagnoseRun.Program(await NodeInstall.RequireAsync(20), script, port)]);

            run.ExitCode.ShouldBe(2, run.ToString());
            run.Error.ShouldContain("(server.js) ended while we were attached");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_package_is_started_and_driven_at_the_port_it_listens_on()
    {
        var port = DiagnoseRun.FreePort();
        var folder = Directory.CreateTempSubdirectory("heapwise-package-").FullName;
        try
        {
            var server = $"require('http').createServer((request, response) => response.end('ok')).listen({port}, '127.0.0.1')";
            await File.WriteAllTextAsync(Path.Combine(folder, "index.js"), server, TestContext.Current.CancellationToken);

            var run = await DiagnoseRun.OfAsync(["--load", "/", "--rounds", "2", .. DiagnoseRun.Short, folder]);

            run.ExitCode.ShouldBe(0, run.ToString());
            run.Error.ShouldContain("1/6 node ");
            run.Error.ShouldContain("4/6 "); // on a busy machine so few requests may leave a candidate behind
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
