using System.Runtime.Versioning;
using Heapwise.Analysis;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Shell;
using Heapwise.IntegrationTests.Diagnosis;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Outside;

/// <summary><c>heapwise diagnose --outside</c>: samples that run already, driven and read without an inspector.</summary>
[SupportedOSPlatform("linux")]
public sealed class OutsideDiagnosisTests : IDisposable
{
    private const string MaxPause = "20s"; // other tests run beside this one

    private readonly string _folder = Directory.CreateTempSubdirectory("outside-").FullName;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_leak_is_found_with_its_holder_and_its_line(int major)
    {
        var (report, run) = await DiagnoseAsync(major, "unbounded-cache/leaking.js", ["--keep", _folder]);
        report.Verdict.ShouldBe(Verdict.Leak, run.ToString());
        run.ExitCode.ShouldBe(ExitCode.Found);
        report.Capture.ShouldBe(CaptureWay.Outside);
        report.ComparedBy.ShouldBe(ComparedBy.Identity);
        var leak = report.Findings.ShouldHaveSingleItem();
        leak.Pattern.ShouldBe("unbounded-cache");
        leak.Holder.Name.ShouldBe("profiles");
        leak.Location.ShouldNotBeNull().Line.ShouldBe(23);
        leak.ObjectsPerRequest.Values.ShouldContain(rate => Math.Abs(rate - 1) < 0.05, "one profile a request");
        report.Rounds.ShouldAllBe(round => round.HeapUsedBytes > 0 && round.RssBytes > 0 && round.ExternalBytes == null);
        Directory.GetFiles(_folder).Length.ShouldBe(report.Rounds.Count);
        run.Error.ShouldNotContain("Debugger");

        var files = Directory.GetFiles(_folder).Order(StringComparer.Ordinal);
        var again = await CliRun.OfAsync($"diagnose --format json {string.Join(' ', files)}");
        ReportJson.ReadDiagnosis(again.Out).Findings.ShouldHaveSingleItem().Holder.Name.ShouldBe("profiles", "from the files, by identity");
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_program_without_a_leak_is_not_accused(int major)
    {
        var (report, run) = await DiagnoseAsync(major, "unbounded-cache/fixed.js", []);
        report.Verdict.ShouldBe(Verdict.NoLeak, run.ToString());
        report.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_diagnosis_whose_snapshots_are_refused_goes_on_from_outside()
    {
        var port = DiagnoseRun.FreePort();
        var (expected, load) = ("unbounded-cache/leaking.js", $"http://127.0.0.1:{port}{Sample.Read("unbounded-cache/leaking.js").Load}");
        await using var program = await StartAsync(24, expected, port);
        // The heap is grown until V8 would take seconds for it; a copy takes a small part of that.
        using (var http = new HttpClient(new SocketsHttpHandler()))
            for (var i = 0; i < 1500; i++) await http.GetStringAsync(load, TestContext.Current.CancellationToken);
        string[] words = ["--pid", $"{program.ProcessId}", "--load", load, "--max-pause", "150ms", "--format", "json"];

        var run = await DiagnoseRun.OfAsync(words);

        var report = DiagnoseRun.Report(run);
        report.Capture.ShouldBe(CaptureWay.Outside, run.ToString());
        report.Verdict.ShouldBe(Verdict.Leak, run.ToString());
        run.Error.ShouldContain("Its memory is copied instead (--outside; not with --no-outside)");
        var refused = await DiagnoseRun.OfAsync([.. words, "--no-outside"]);
        refused.ExitCode.ShouldBe(ExitCode.Refused, refused.ToString());
    }

    [Fact]
    public async Task A_process_that_ends_is_reported_with_what_was_seen()
    {
        await using var program = await StartAsync(24, "unbounded-cache/leaking.js", 0);
        var running = DiagnoseRun.OfAsync(
            ["--pid", $"{program.ProcessId}", "--outside", "--max-pause", MaxPause, "--every", "1s", "--rounds", "50", "--format", "json"]);
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
        program.Kill();
        var run = await running;
        run.ExitCode.ShouldBeOneOf(ExitCode.Usage, ExitCode.Found);
        if (run.Out.Length > 0) DiagnoseRun.Report(run).Partial.ShouldBe(EarlyEnd.TargetEnded, run.ToString());
        else run.Error.ShouldContain("ended", customMessage: run.ToString());
    }

    [Theory]
    [InlineData("--outside -- node app.js", "--outside reads the main thread of a process of this machine")]
    [InlineData("--pid {0} --outside --trace", "--trace cannot be combined with --outside")]
    [InlineData("--pid {0} --outside --no-snapshot", "--no-snapshot cannot be combined with --outside")]
    [InlineData("--pid {0}/worker:1 --outside", "--outside reads the main thread of a process of this machine")]
    public async Task What_cannot_be_done_from_outside_is_refused(string arguments, string message)
    {
        var script = Path.Combine(_folder, "app.js");
        await File.WriteAllTextAsync(script, "", TestContext.Current.CancellationToken);
        var run = await CliRun.OfAsync("diagnose " + arguments.Replace("{0}", $"{Environment.ProcessId}").Replace("app.js", script));
        run.ExitCode.ShouldBe(ExitCode.Usage, run.ToString());
        run.Error.ShouldContain(message);
    }

    [Fact]
    public async Task A_running_process_is_read_like_a_file()
    {
        await using var heap = await PlantedHeap.StartAsync(24);
        var run = await CliRun.OfAsync($"summary {heap.Program.ProcessId} --filter Order");
        run.ExitCode.ShouldBe(ExitCode.Success, run.ToString());
        run.Out.ShouldMatch(@"Order\s+20,000");
        run.Error.ShouldMatch("process [0-9]+ was stopped for .* to copy");
        var other = await CliRun.OfAsync("summary 99999999");
        other.ExitCode.ShouldBe(ExitCode.Usage);
        other.Error.ShouldContain("99999999: there is no such process, and no such file");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(DiagnosisReport Report, CliRun Run)> DiagnoseAsync(int major, string script, string[] options)
    {
        var port = DiagnoseRun.FreePort();
        await using var program = await StartAsync(major, script, port);
        string[] target = ["--pid", $"{program.ProcessId}", "--outside", "--max-pause", MaxPause, "--format", "json"];
        var load = $"http://127.0.0.1:{port}{Sample.Read(script).Load}";
        var run = await DiagnoseRun.OfAsync([.. target, "--load", load, "--rounds", "2", .. DiagnoseRun.Short, .. options]);
        return (DiagnoseRun.Report(run), run);
    }

    private static Task<NodeProgram> StartAsync(int major, string script, int port) => NodeProgram.RunFileAsync(
        major, Path.Combine(Sample.Gallery, script), "listening", prefix: NodeProgram.Apart,
        environment: new Dictionary<string, string> { ["PORT"] = $"{port}" });
}
