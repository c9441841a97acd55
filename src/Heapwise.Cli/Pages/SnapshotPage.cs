using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise snapshot</c>.</summary>
internal static class SnapshotPage
{
    private static readonly Column[] Columns = [new("File", Fit.Word), new("Size"), new("Used heap", Rank: 2), new("Objects", Rank: 1), new("Pause"), new("Expected", Rank: 1)];

    public static Page Of(SnapshotReport report)
    {
        var files = report.Snapshots.Select(row => row.File).ToList();
        return new Page()
            .Say($"{(report.Worker is { } worker ? $"Worker {worker} of process" : "Process")} {report.ProcessId}, Node {report.NodeVersion}{(report.Script is null ? "" : ", ")}", new Piece(report.Script ?? "", Tone.Code))
            .Table(Columns, [.. report.Snapshots.Select(Row)])
            .Say("Next: ", new Piece(files.Count == 1 ? $"heapwise summary {files[0]}" : $"heapwise diff {string.Join(' ', files)}", Tone.Code));
    }

    private static IReadOnlyList<Cell> Row(SnapshotRow row) =>
    [
        new Piece(row.File, Tone.File), Units.Bytes(row.FileBytes), Units.Bytes(row.HeapUsedBytes), row.Nodes > 0 ? Units.Count(row.Nodes) : "", Milliseconds(row.PauseMs), $"{(row.WereNodesCounted ? "" : "up to ")}{Milliseconds(row.EstimatedPauseMs)}",
    ];

    private static string Milliseconds(long time) => Units.Duration(TimeSpan.FromMilliseconds(time));
}
