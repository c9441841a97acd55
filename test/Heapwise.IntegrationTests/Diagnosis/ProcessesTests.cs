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
}
