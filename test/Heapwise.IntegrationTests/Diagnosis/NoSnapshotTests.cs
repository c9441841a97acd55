using Heapwise.Analysis;
using Heapwise.Analysis.Leaks;
using Heapwise.Cli.Shell;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Diagnosis;

/// <summary>Diagnoses without snapshots, of programs that run.</summary>
public sealed class NoSnapshotTests : IDisposable
{
    private const string Server =
        """
        const kept = [], recent = [];
        class Visit { constructor(url) { this.url = url; this.rows = Array.from({ length: 200 }, Math.random); } }
        function record(url) { kept.push(new Visit(url)); }
        function mark(url) { new Visit(url); new Visit(url); kept.push(Array.from({ length: 30 }, Math.random)); }
        function remember(url) { recent.push(new Visit(url)); if (recent.length > 50) recent.shift(); }
        const take = { 1: record, 'a-little': mark }[process.env.LEAKS] ?? remember;
        require('http').createServer((request, response) => { take(request.url); response.end('ok'); })
          .listen(process.env.PORT ?? 0, '127.0.0.1', () => console.log('ready'));
        """;

    private const string Working =
        """
        const kept = [];
        function sample() { kept.push({ at: Date.now(), rows: Array.from({ length: 500 }, Math.random) }); }
        setInterval(sample, 5);
        console.log('ready');
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-samples-").FullName;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task The_function_that_leaks_is_named(int major)
    {
        var run = await OfAsync(major, "LEAKS=1");

        var report = DiagnoseRun.Report(run);
        run.ExitCode.ShouldBe(ExitCode.Found, run.ToString());
        (report.Verdict, report.ComparedBy).ShouldBe((Verdict.Leak, ComparedBy.Samples), run.ToString());
        var finding = report.Findings.ShouldHaveSingleItem(run.ToString());
        finding.Location.ShouldNotBeNull().Line.ShouldBe(3, run.ToString());
        finding.BytesPerRequest.ShouldNotBeNull().ShouldBeInRange(800, 4_000, run.ToString()); // 200 numbers, 1.6 to 2.5 kB
        finding.AllocatedBy.ShouldNotBeNull().IsSampled.ShouldBeTrue();
        report.SnapshotCost.ShouldNotBeNull().PauseSeconds.ShouldBeGreaterThan(0);
    }

    [Fact] // on 18, the heap of this program is not always larger after each round
    public async Task A_leak_that_is_small_next_to_what_is_allocated_is_sampled_again()
    {
        var run = await OfAsync(24, "LEAKS=a-little");

        var report = DiagnoseRun.Report(run);
        report.Verdict.ShouldBe(Verdict.Leak, run.ToString());
        report.Findings.ShouldHaveSingleItem(run.ToString()).Location.ShouldNotBeNull().Function.ShouldBe("mark", run.ToString());
        run.Error.ShouldContain("The rounds run once more");
        run.Error.ShouldContain("round 6/6");
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_list_that_keeps_the_last_fifty_is_no_leak(int major)
    {
        var run = await OfAsync(major, "HEALTHY=1");

        DiagnoseRun.Report(run).Verdict.ShouldBe(Verdict.NoLeak, run.ToString());
        run.ExitCode.ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task A_running_program_is_examined_under_its_own_work_and_left_as_it_was()
    {
        using var inspector = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, Working);

        var run = await DiagnoseRun.OfAsync(
            ["--format", "json", "--no-snapshot", "--pid", $"{program.ProcessId}", "--every", "2s", "--idle", "500ms"]);

        var report = DiagnoseRun.Report(run);
        report.Verdict.ShouldBe(Verdict.Leak, run.ToString());
        report.Findings.ShouldHaveSingleItem(run.ToString()).Location.ShouldNotBeNull().Function.ShouldBe("sample");
        var profile = Path.Combine(_folder, "a.heapprofile");
        var again = await DiagnoseRun.OfVerbAsync("record", ["--duration", "1s", "-o", profile, $"{program.ProcessId}"]);
        again.ExitCode.ShouldBe(ExitCode.Success, again.ToString()); // nothing is being sampled any more
    }

    private async Task<Tests.Cli.CliRun> OfAsync(int major, string variable)
    {
        var node = await NodeInstall.RequireAsync(major);
        var script = Path.Combine(_folder, "app.js");
        await File.WriteAllTextAsync(script, Server, TestContext.Current.CancellationToken);
        var port = DiagnoseRun.FreePort();
        return await DiagnoseRun.OfAsync(
            ["--format", "json", "--no-snapshot", "--load", $"http://127.0.0.1:{port}/", "--idle", "500ms",
                "--", "env", $"PORT={port}", variable, node, script]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
