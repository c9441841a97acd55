using Heapwise.Analysis;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Survivors;
using Heapwise.Cli.Shell;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Diagnosis;

/// <summary>
/// Every program of a folder, the gallery for most, on one major of Node: the verdict, and for leaking programs the pattern, name,
/// location and rate that the header states. Each major has its own class, because classes run in parallel and the tests of one class do
/// not. The majors take turns: each program is run on one of them, programs without a leak on the usual major or the newest.
/// <c>HEAPWISE_GALLERY=all</c> runs each on all.
/// </summary>
public abstract class SampleTests(int major)
{
    /// <summary>
    /// Runs are as short as a verdict allows. One major runs with the default options: a leak of thousands of objects has other shapes.
    /// </summary>
    private IReadOnlyList<string> UsualOptions => major == 24 ? [] : ["--rounds", "2", .. DiagnoseRun.Short];

    private static bool IsWhole => Environment.GetEnvironmentVariable("HEAPWISE_GALLERY") == "all";

    /// <summary>None where the majors are narrowed to others.</summary>
    protected static TheoryData<string> ProgramsOn(int major)
    {
        var programs = Sample.In(Sample.Gallery).ToLookup(Leaks);
        return ProgramsOn(major, [.. InTurn(programs[true], major, [18, 20, 22, 24, 26]), .. InTurn(programs[false], major, [24, 26])]);
    }

    protected static TheoryData<string> ProgramsOn(int major, IEnumerable<string> programs) =>
        new(NodeInstall.Majors.Any(row => row.Data == major) ? programs : []);

    protected async Task DiagnoseAsync(string script) =>
        await Sample.RecordAsync(script, major, await DiagnoseAsync(Sample.Gallery, script));

    protected async Task<DiagnosisReport> DiagnoseAsync(string folder, string script)
    {
        var sample = Sample.Read(Path.Combine(folder, script));
        var node = await NodeInstall.RequireAsync(major);
        var port = DiagnoseRun.FreePort();

        string[] load = ["--load", $"http://127.0.0.1:{port}{sample.Load}"];
        var program = DiagnoseRun.Program(node, sample.Script, port);
        var run = await DiagnoseRun.OfAsync(["--format", "json", .. load, .. sample.Options ?? UsualOptions, .. program]);

        var report = DiagnoseRun.Report(run);
        if (sample.Leak is { } leak) ShouldTell(report, leak, run);
        else if (sample.Verdict == Verdict.NoLeak) ShouldBeSilent(report, run);
        else ShouldLeaveItOpen(report, run);
        return report;
    }

    private static IEnumerable<string> InTurn(IEnumerable<string> programs, int major, int[] majors) =>
        programs.Where((_, index) => IsWhole ? majors.Contains(major) : majors[index % majors.Length] == major);

    private static bool Leaks(string script) => Sample.Read(script).Leak is not null;

    private static void ShouldTell(DiagnosisReport report, ExpectedLeak leak, CliRun run)
    {
        report.Verdict.ShouldBe(Verdict.Leak, run.ToString());
        run.ExitCode.ShouldBe(ExitCode.Found);
        var finding = report.Findings.ShouldHaveSingleItem(run.ToString());
        finding.Pattern.ShouldBe(leak.Pattern, run.ToString());
        finding.Confidence.ShouldNotBe(Confidence.Low, run.ToString());
        var isProcess = finding.Holder.NodeId == 0; // which holds files by their paths
        (isProcess ? Path.GetFileName(finding.Holder.Name) : finding.Holder.Name).ShouldBe(leak.Name);
        finding.Location.ShouldNotBeNull();
        Path.GetFileName(finding.Location.File).ShouldBe(leak.File);
        leak.Lines.ShouldContain(finding.Location.Line);
        ShouldTellTheRate(finding, leak);
        if (finding.Holder.NodeId > 0) finding.RetainerPath.ShouldContain(step => step.NodeId == finding.Holder.NodeId);
    }

    /// <summary>Requests are counted, and each leaves the same. Timers run late on a busy machine.</summary>
    private static void ShouldTellTheRate(FindingReport finding, ExpectedLeak leak)
    {
        finding.Rate.ShouldNotBeNull().Basis.ShouldBe(leak.Basis);
        if (leak.Objects is not { } objects) return;
        if (leak.Basis == RateBasis.Second) finding.Rate.Objects.ShouldNotBeNull().ShouldBe(objects, 0.4 * objects);
        else
        {
            finding.ObjectsPerRequest.Values.ShouldContain(
                rate => Math.Abs(rate - objects) <= 0.01 * objects, string.Join(", ", finding.ObjectsPerRequest));
        }
    }

    private static void ShouldLeaveItOpen(DiagnosisReport report, CliRun run)
    {
        report.Verdict.ShouldBe(Verdict.Inconclusive, run.ToString());
        report.Findings.ShouldAllBe(finding => finding.Confidence == Confidence.Low);
        run.ExitCode.ShouldBe(ExitCode.Success);
    }

    private static void ShouldBeSilent(DiagnosisReport report, CliRun run)
    {
        report.Verdict.ShouldBe(Verdict.NoLeak, run.ToString());
        report.Findings.ShouldBeEmpty(run.ToString());
        run.ExitCode.ShouldBe(ExitCode.Success);
    }
}

public sealed class SampleOnNode18Tests() : SampleTests(18)
{
    public static TheoryData<string> Programs => ProgramsOn(18);

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Programs))]
    public Task A_sample_gets_the_diagnosis_stated_in_its_header(string script) => DiagnoseAsync(script);
}

public sealed class SampleOnNode20Tests() : SampleTests(20)
{
    public static TheoryData<string> Programs => ProgramsOn(20);

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Programs))]
    public Task A_sample_gets_the_diagnosis_stated_in_its_header(string script) => DiagnoseAsync(script);
}

public sealed class SampleOnNode22Tests() : SampleTests(22)
{
    public static TheoryData<string> Programs => ProgramsOn(22);

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Programs))]
    public Task A_sample_gets_the_diagnosis_stated_in_its_header(string script) => DiagnoseAsync(script);
}

public sealed class SampleOnNode24Tests() : SampleTests(24)
{
    public static TheoryData<string> Programs => ProgramsOn(24);

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Programs))]
    public Task A_sample_gets_the_diagnosis_stated_in_its_header(string script) => DiagnoseAsync(script);
}

public sealed class SampleOnNode26Tests() : SampleTests(26)
{
    public static TheoryData<string> Programs => ProgramsOn(26);

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Programs))]
    public Task A_sample_gets_the_diagnosis_stated_in_its_header(string script) => DiagnoseAsync(script);
}

/// <summary>What the lint rules report really leaks when it runs, and what they are silent on does not.</summary>
public sealed class LintProgramTests() : SampleTests(22)
{
    public static TheoryData<string> Programs => ProgramsOn(22, Sample.In(Sample.LintPrograms));

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Programs))]
    public Task A_program_of_a_rule_gets_the_diagnosis_stated_in_its_header(string script) => DiagnoseAsync(Sample.LintPrograms, script);
}
