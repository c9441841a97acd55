using System.Text.Json;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

/// <summary>Reports about a running process begin alike, whatever else they hold.</summary>
public sealed class ProcessReportTests
{
    [Fact]
    public void Json_begins_with_the_schema_and_the_process()
    {
        ReadOnlySpan<string> written =
        [
            ReportJson.Write(RecordPageTests.Sampled),
            ReportJson.Write(
                new SnapshotReport { ProcessId = 1, NodeVersion = "v24.0.0", Script = null, Way = CaptureWay.Outside, Snapshots = [] }),
            ReportJson.Write(
                new GcWatchReport { ProcessId = 1, NodeVersion = "v24.0.0", Script = null, WatchedSeconds = 1, Collections = null }),
        ];
        foreach (var json in written)
        {
            using var document = JsonDocument.Parse(json);
            var names = document.RootElement.EnumerateObject().Select(property => property.Name);
            names.Take(5).ShouldBe(["schema", "processId", "worker", "nodeVersion", "script"]);
        }
    }
}
