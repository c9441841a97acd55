using System.Globalization;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Shell;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Diagnosis;

/// <summary>A report of a leaking sample, and what is said against it of the repaired twin and of the sample itself.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("verify-").FullName;

    private string ReportFile => Path.Combine(_folder, "report.json");

    [Theory]
    [InlineData(18, "unbounded-cache")]
    [InlineData(24, "growing-array")]
    public async Task A_fix_is_verified_and_a_known_leak_can_be_ignored(int major, string sample)
    {
        var node = await NodeInstall.RequireAsync(major);
        var leaking = Sample.Read(sample + "/leaking.js");
        var first = await RunAsync("diagnose", ["-o", ReportFile, .. DiagnoseRun.Short, "--rounds", "2"], node, leaking);
        first.ExitCode.ShouldBe(ExitCode.Found);
        var json = await File.ReadAllTextAsync(ReportFile, TestContext.Current.CancellationToken);
        var leak = ReportJson.ReadDiagnosis(json).Findings.ShouldHaveSingleItem();

        var repaired = await RunAsync("verify", ["--against", ReportFile], node, Sample.Read(sample + "/fixed.js"));
        repaired.ExitCode.ShouldBe(ExitCode.Success, repaired.ToString());
        repaired.Out.ShouldStartWith("FIXED  The leak is gone");
        repaired.Error.ShouldContain("round 2/2: 13 requests", customMessage: "rounds and requests are those of the report");
        repaired.Error.ShouldContain("baseline: 7 requests");

        var unrepaired = await RunAsync("verify", ["--against", ReportFile, "--format", "json"], node, leaking);
        unrepaired.ExitCode.ShouldBe(ExitCode.Found, unrepaired.ToString());
        var report = System.Text.Json.JsonDocument.Parse(unrepaired.Out).RootElement;
        report.GetProperty("schema").GetString().ShouldBe("heapwise.verify/1");
        report.GetProperty("verdict").GetString().ShouldBe("not-fixed");
        var finding = report.GetProperty("findings")[0];
        finding.GetProperty("outcome").GetString().ShouldBe("still-there");
        finding.GetProperty("fingerprint").GetString().ShouldBe(leak.Fingerprint);
        report.GetProperty("rounds").GetArrayLength().ShouldBe(3);

        var list = Path.Combine(_folder, "known.txt");
        var known = $"# known since March\n\n{leak.Fingerprint.ToUpper(CultureInfo.InvariantCulture)}  # {sample}\n";
        await File.WriteAllTextAsync(list, known, TestContext.Current.CancellationToken);
        string[] ignore = ["--ignore", list, "--ignore", "ffffffffffff"];
        var ignoring = await RunAsync("diagnose", [.. ignore, "--format", "json", .. DiagnoseRun.Short], node, leaking);
        ignoring.ExitCode.ShouldBe(ExitCode.Success, ignoring.ToString());
        ignoring.Error.ShouldContain("--ignore ffffffffffff: no finding has this fingerprint");
        ignoring.Error.ShouldNotContain($"--ignore {leak.Fingerprint}");
        var diagnosis = DiagnoseRun.Report(ignoring);
        diagnosis.Verdict.ShouldBe(Verdict.NoLeak);
        diagnosis.Findings.ShouldBeEmpty();
        diagnosis.Ignored.ShouldHaveSingleItem().Fingerprint.ShouldBe(leak.Fingerprint);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<CliRun> RunAsync(string verb, string[] options, string node, Sample sample)
    {
        var port = DiagnoseRun.FreePort();
        var program = DiagnoseRun.Program(node, sample.Script, port);
        return await DiagnoseRun.OfVerbAsync(verb, [.. options, "--load", $"http://127.0.0.1:{port}{sample.Load}", .. program]);
    }
}
