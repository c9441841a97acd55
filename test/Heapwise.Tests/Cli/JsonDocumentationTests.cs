using System.Text.Json;
using System.Text.RegularExpressions;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Heapwise.Guard.Reports;
using Heapwise.Tests.Analysis;
using Heapwise.Tests.Architecture;
using Heapwise.Tests.Guard;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

/// <summary>Every field that a command writes is named in the row of its schema in docs/cli.md.</summary>
[Collection(SampleFolderCollection.Name)]
public sealed partial class JsonDocumentationTests
{
    [Theory]
    [InlineData("summary app.heapsnapshot")]
    [InlineData("diff 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot")]
    [InlineData("diff healthy.heapsnapshot sick.heapsnapshot")]
    [InlineData("node app.heapsnapshot @11")]
    [InlineData("retainers app.heapsnapshot @13")]
    [InlineData("retainers app.heapsnapshot --class Session")]
    [InlineData("dominators app.heapsnapshot")]
    [InlineData("strings app.heapsnapshot")]
    [InlineData("diagnose crash.heapsnapshot")]
    [InlineData("gclog gc.log")]
    public async Task Fields_of_a_command_are_documented(string arguments) =>
        ShouldBeDocumented((await CliRun.OfAsync(arguments + " --format json")).Out);

    [Fact]
    public void Fields_of_a_snapshot_are_documented() => ShouldBeDocumented(ReportJson.Write(new SnapshotReport
    {
        ProcessId = 1,
        NodeVersion = "v24.0.0",
        Script = null,
        Way = CaptureWay.Inspector,
        Snapshots =
        [
            new SnapshotRow
            {
                File = "a",
                FileBytes = 1,
                HeapUsedBytes = 1,
                PauseMs = 1,
                Nodes = 1,
                EstimatedPauseMs = 1,
                EstimatedFileBytes = 1,
                EstimatedNodes = 1,
                WereNodesCounted = false,
            },
        ],
    }));

    [Fact]
    public void Fields_of_the_checks_are_documented() =>
        ShouldBeDocumented(ReportJson.Write(new DoctorReport { Checks = [new DoctorCheck("a", DoctorState.Ok, "b", "c")] }));

    [Fact]
    public void Fields_of_a_recording_are_documented()
    {
        ShouldBeDocumented(ReportJson.Write(RecordPageTests.Sampled));
        ShouldBeDocumented(ReportJson.Write(RecordPageTests.Tracked));
    }

    [Fact]
    public void Fields_of_a_diagnosis_and_a_verification_are_documented()
    {
        var leak = VerificationTests.Leak("0123456789ab", "cache", "User", 100);
        var ignored = new IgnoredFinding { Fingerprint = "ba9876543210", Title = "known" };
        var report = VerificationTests.Report(leak) with { Ignored = [ignored] };
        var whole = leak with
        {
            ObjectsPerRequest = new Dictionary<string, double>(),
            SurvivorsPerRound = new Dictionary<string, IReadOnlyList<long>>(),
        };
        ShouldBeDocumented(ReportJson.Write(report with { Findings = [whole] }));
        // The diagnosis inside has its own row.
        ShouldBeDocumented(ReportJson.Write(VerificationReport.From(report, report with { Findings = [] })), closed: ["diagnosis"]);
    }

    [Fact]
    public void Fields_of_events_and_of_a_history_are_documented()
    {
        foreach (var report in EventTests.Examples) ShouldBeDocumented(GuardJson.WriteLine(report), closed: ["values"]);
        ShouldBeDocumented(GuardJson.Write(new HistoryReport
        {
            Since = DateTimeOffset.UnixEpoch,
            Targets =
            [
                new HistoryTarget
                {
                    Key = "a",
                    Host = "b",
                    Container = null,
                    Pid = 1,
                    Thread = null,
                    Name = "c",
                    Command = "d",
                    StartedAt = DateTimeOffset.UnixEpoch,
                    SeenAt = DateTimeOffset.UnixEpoch,
                    Series = [new HistorySeries("heap.used", [new HistoryPoint(DateTimeOffset.UnixEpoch, 1, 2, 3, 2)])],
                    Events = [new HistoryEvent(DateTimeOffset.UnixEpoch, "firing", null, "info", "e")],
                    Evidence = [new HistoryFileRow(DateTimeOffset.UnixEpoch, "snapshot", "f", 1)],
                },
            ],
        }));
    }

    [Fact]
    public void Fields_of_a_test_and_its_baseline_are_documented()
    {
        var report = PipelineReportTests.ReportIn("/shop");
        ShouldBeDocumented(ReportJson.Write(report), closed: ["diagnosis", "measured", "before"]);
        ShouldBeDocumented(ReportJson.Write(BaselineReport.Empty.With([report.Scenarios[0].Measured!]))); // it was run
    }

    private static void ShouldBeDocumented(string text, params string[] closed)
    {
        using var json = JsonDocument.Parse(text);
        var schema = json.RootElement.GetProperty("schema").GetString()!;
        var row = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "cli.md"))
            .Single(line => line.StartsWith($"| `{schema}` |", StringComparison.Ordinal));
        var words = Word().Matches(row).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        FieldsOf(json.RootElement, closed)
            .Distinct(StringComparer.Ordinal)
            .Where(field => field is not "schema" && !words.Contains(field) && !IsPlace(field))
            .ShouldBeEmpty(schema);
    }

    /// <summary>A place is described once, under heapwise.node/1.</summary>
    private static bool IsPlace(string field) => field is "file" or "line" or "column" or "function" or "source";

    private static IEnumerable<string> FieldsOf(JsonElement element, string[] closed) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(field =>
            closed.Contains(field.Name) ? [field.Name] : FieldsOf(field.Value, closed).Prepend(field.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => FieldsOf(item, closed)),
        _ => [],
    };

    [GeneratedRegex("[A-Za-z][A-Za-z0-9]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
