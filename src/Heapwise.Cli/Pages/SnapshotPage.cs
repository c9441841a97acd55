using Heapwise.Analysis.Language.Units;
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

    public static Page Of(SnapshotReport report)
    {
        var files = report.Snapshots.Select(row => row.File).ToList();
        var page = new Page()
            .SayProcess(report, $", Node {report.NodeVersion}")
            .Table(Columns, [.. report.Snapshots.Select(Row)]);
        if (report.Snapshots.Any(row => row.Nodes == 0)) return page; // a pipe took it: there is no file to read
        var next = ShellWords.Line(["heapwise", files.Count == 1 ? "summary" : "diff", .. files]);
        return page.Say("Next: ", new Piece(next, Tone.Code));
    }

    private static IReadOnlyList<Cell> Row(SnapshotRow row) =>
    [
        new Piece(row.File, Tone.File), ByteSize.Format(row.FileBytes), ByteSize.Format(row.HeapUsedBytes),
        row.Nodes > 0 ? Counts.Format(row.Nodes) : "", Milliseconds(row.PauseMs),
        $"{(row.WereNodesCounted ? "" : "about ")}{Milliseconds(row.EstimatedPauseMs)}",
    ];

    private static string Milliseconds(long time) => Durations.Format(TimeSpan.FromMilliseconds(time));
}
