using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Pages.Parts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise snapshot</c>.</summary>
internal static class SnapshotPage
{
    private static readonly Column[] Columns =
    [
        new("File", Fit.Word), new("Size"), new("Used heap", Rank: 2), new("Objects", Rank: 1), new("Pause"), new("Expected", Rank: 1),
    ];

    private static readonly Column[] OutsideColumns =
    [
        new("File", Fit.Word), new("Size"), new("Copied", Rank: 2), new("Objects", Rank: 1), new("Pause"), new("Stops", Rank: 1),
    ];

    public static Page Of(SnapshotReport report)
    {
        var files = report.Snapshots.Select(row => row.File).ToList();
        var page = new Page()
            .SayProcess(report, $", Node {report.NodeVersion}", report.Way == CaptureWay.Outside ? ", read from outside" : "")
            .Table(
                report.Way == CaptureWay.Outside ? OutsideColumns : Columns,
                [.. report.Snapshots.Select(row => report.Way == CaptureWay.Outside ? OutsideRow(row) : Row(row))]);
        if (report.Snapshots.Any(row => row.Nodes == 0)) return page; // a pipe took it: there is no file to read
        var next = ShellWords.Line(["heapwise", files.Count == 1 ? "summary" : "diff", .. files]);
        return page.Say("Next: ", new Piece(next, Tone.Code));
    }

    private static IReadOnlyList<Cell> Row(SnapshotRow row) =>
    [
        new Piece(row.File, Tone.File), ByteSize.Format(row.FileBytes), ByteSize.Format(row.HeapUsedBytes ?? 0),
        row.Nodes > 0 ? Counts.Format(row.Nodes) : "", Milliseconds(row.PauseMs),
        $"{(row.WereNodesCounted == true ? "" : "about ")}{Milliseconds(row.EstimatedPauseMs ?? 0)}",
    ];

    private static IReadOnlyList<Cell> OutsideRow(SnapshotRow row) =>
    [
        new Piece(row.File, Tone.File), ByteSize.Format(row.FileBytes), ByteSize.Format(row.CopiedBytes ?? 0), Counts.Format(row.Nodes),
        Milliseconds(row.PauseMs), Counts.Format(row.Stops ?? 0),
    ];

    private static string Milliseconds(long time) => Durations.Format(TimeSpan.FromMilliseconds(time));
}
