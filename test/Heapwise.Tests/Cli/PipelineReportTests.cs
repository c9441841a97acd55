using System.Text;
using Heapwise.Analysis.Budgets;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Pages;
using Heapwise.Cli.PipelineReports;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Tests.Analysis;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

/// <summary>
/// One test run in every format. Its scenarios: one that leaks, one that is too large and known to leak, one that did not start.
/// </summary>
public sealed class PipelineReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-pipeline-").FullName;

    public PipelineReportTests() => Directory.CreateDirectory(Path.Combine(_folder, ".git"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Test_as_text()
    {
        using var text = new StringWriter { NewLine = "\n" };
        TextRenderer.Write(TestPage.Of(Report()), text, 120, color: false);

        Approval.Matches(text.ToString().Replace(_folder, "/shop"));
    }

    [Fact]
    public void Test_as_json() =>
        Approval.Matches((ReportJson.Write(Report() with { Scenarios = [Report().Scenarios[1]] }) + "\n").Replace(_folder, "/shop"));

    [Fact]
    public void Test_as_sarif() => Approval.Matches(Text(SarifReport.Write(Report(), "1.2.3")));

    [Fact]
    public void Test_as_junit() => Approval.Matches(Text(JUnitReport.Write(Report())) + "\n");

    [Fact]
    public void Test_as_code_quality() => Approval.Matches(Text(CodeQualityReport.Write(Report())));

    [Fact]
    public void Test_as_annotations_and_a_summary_of_the_step()
    {
        using var error = new StringWriter { NewLine = "\n" };
        var summary = Path.Combine(_folder, "summary.md");
        var terminal = new Terminal
        {
            Output = Stream.Null,
            Error = error,
            Variable = name => name switch { "GITHUB_ACTIONS" => "true", "GITHUB_STEP_SUMMARY" => summary, _ => null },
        };

        GitHubReport.Write(Report(), TestPage.Of(Report()), terminal);

        Approval.Matches(error + "\n" + File.ReadAllText(summary).Replace(_folder, "/shop"));
    }

    [Fact]
    public void Outside_of_github_nothing_is_annotated()
    {
        using var error = new StringWriter();

        GitHubReport.Write(Report(), TestPage.Of(Report()), new Terminal { Output = Stream.Null, Error = error });

        error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void No_file_begins_with_a_byte_order_mark()
    {
        byte[][] files = [SarifReport.Write(Report(), "1.2.3"), JUnitReport.Write(Report()), CodeQualityReport.Write(Report())];

        files.ShouldAllBe(file => file[0] < 0x80);
    }

    [Fact]
    public void A_known_leak_is_one_that_the_run_before_has_and_that_grows_no_faster()
    {
        var before = Measured(Diagnosis(TestLeaks.All[0]));

        IsKnown(100).ShouldBeTrue();
        IsKnown(125).ShouldBeTrue();
        IsKnown(130).ShouldBeFalse();

        bool IsKnown(double bytesPerRequest)
        {
            var leak = TestLeaks.All[0];
            var faster = leak with { Growth = leak.Growth with { BytesPerRequest = bytesPerRequest } };
            var compared = ComparisonReport.From("the baseline", before, Measured(Diagnosis(faster)));
            return compared.KnownFingerprints.Contains(leak.Fingerprint);
        }
    }

    [Fact]
    public void A_baseline_is_of_one_major_version_of_node_one_platform_and_one_load()
    {
        var run = Measured(Diagnosis(TestLeaks.All[0]));
        var baseline = BaselineReport.Empty.With([run]);

        baseline.Find(run with { Node = "v24.1.0" }).ShouldBe(run);
        baseline.Find(run with { Node = "v22.1.0" }).ShouldBeNull();
        baseline.Find(run with { Platform = "linux-arm64" }).ShouldBeNull();
        baseline.Find(run with { Hash = "other" }).ShouldBeNull();
        baseline.With([run with { Hash = "other" }]).Runs.ShouldHaveSingleItem().Hash.ShouldBe("other");
        ReportJson.ReadBaseline(ReportJson.Write(baseline)).Runs.ShouldHaveSingleItem().Findings.ShouldBe(run.Findings);
    }

    private static string Text(byte[] file) => Encoding.UTF8.GetString(file);

    private TestReport Report() => ReportIn(_folder);

    internal static TestReport ReportIn(string repository)
    {
        var leaking = Diagnosis(LeakAt(Path.Combine(repository, "lib", "users.js")));
        var known = Diagnosis(TestLeaks.All[0] with { Fingerprint = "ba9876543210" });
        return TestReport.From(Path.Combine(repository, "ci", "heapwise.json"), isProof: false,
        [
            Scenario("shop", leaking, null, new BudgetCheck(BudgetKind.Leak, BudgetOutcome.Exceeded, null, null)) with { Line = 4 },
            Scenario(
                "search",
                known,
                ComparisonReport.From("the baseline", Measured(known), Measured(known)),
                new BudgetCheck(BudgetKind.Leak, BudgetOutcome.Kept, null, null),
                new BudgetCheck(BudgetKind.BytesPerRequest, BudgetOutcome.Unsure, 1_000, 100),
                new BudgetCheck(BudgetKind.HeapFloor, BudgetOutcome.Exceeded, 5_000_000, 6_000_000),
                new BudgetCheck(BudgetKind.Rss, BudgetOutcome.Kept, 70_000_000, 61_000_000)) with { Line = 9 },
            new ScenarioReport
            {
                Name = "mail",
                Outcome = TestOutcome.Error,
                Error = "nodee cannot be started: no such program, here or on the PATH",
                Line = 14,
                Seconds = 0,
            },
        ]);
    }

    private static ScenarioReport Scenario(
        string name, DiagnosisReport run, ComparisonReport? compared, params IReadOnlyList<BudgetCheck> checks) =>
        new()
        {
            Name = name,
            Outcome = TestOutcome.Failed,
            Line = 1,
            Seconds = 12.5,
            Measured = Measured(run),
            Budgets = checks,
            Compared = compared,
            Diagnosis = run,
        };

    private static Leak LeakAt(string file) => TestLeaks.All[0] with
    {
        Location = LeakLocation.Unknown with { Statement = new CodeLocation(file, 12, 3, "remember", "cache.set(user.id, user);") },
    };

    private static DiagnosisReport Diagnosis(Leak leak) =>
        DiagnosisReport.From(BudgetRulesTests.Run(Verdict.Leak, [leak]), ReportLanguages.English);

    private static BaselineRun Measured(DiagnosisReport run) => BaselineRun.From("shop", "0a1b2c3d4e5f", "linux-x64", run);
}
