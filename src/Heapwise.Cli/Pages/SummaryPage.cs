using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise summary</c>.</summary>
internal static class SummaryPage
{
    private static readonly Column[] StatisticsColumns = [new("Memory", Fit.Word), new("Bytes"), new("Share")];

    private static readonly Column[] ClassColumns =
    [
        new("Class", Fit.CutEnd), new("Count"), new("Shallow", Rank: 1), new("Retained"), new("Share", Rank: 3), new("Distance", Rank: 4),
        ObjectText.ConstructorColumn(rank: 2),
    ];

    /// <param name="report">With the classes to show.</param>
    /// <param name="matching">How many classes match.</param>
    public static Page Of(SummaryReport report, int matching) => new Page()
        .Say(
            new Piece(report.File, Tone.File), $": {ByteSize.Format(report.TotalBytes)} in {Counts.Format(report.Nodes, "node")}, ",
            $"{Counts.Format(report.Edges, "edge")}, {Counts.Format(report.Strings, "string")}")
        .Table(StatisticsColumns, Statistics(report))
        .Table(ClassColumns, [.. report.Classes.Select(row => Row(row, report.TotalBytes))])
        .NoteMore(report.Classes.Count, matching, "class", "classes", "No class matches.");

    private static List<IReadOnlyList<Cell>> Statistics(SummaryReport report)
    {
        var s = report.Statistics;
        var other = report.TotalBytes - s.NativeBytes - s.CodeBytes - s.StringBytes - s.JsArrayBytes - s.SystemBytes;
        return
        [
            .. new (string Name, long Bytes)[]
            {
                ("Strings", s.StringBytes), ("JS arrays", s.JsArrayBytes), ("Typed arrays", s.TypedArrayBytes), ("Code", s.CodeBytes),
                ("System objects", s.SystemBytes), ("Other JS objects", other), ("Other native", s.NativeBytes - s.TypedArrayBytes),
            }.Select(part => (IReadOnlyList<Cell>)[part.Name, ByteSize.Format(part.Bytes), Shares.Format(part.Bytes, report.TotalBytes)]),
            [new Piece("Total", Tone.Strong), new Piece(ByteSize.Format(report.TotalBytes), Tone.Strong), ""],
        ];
    }

    private static IReadOnlyList<Cell> Row(ClassRow row, long total) =>
    [
        new Piece(row.Name, Tone.Code), Counts.Format(row.Count), ByteSize.Format(row.ShallowBytes), ByteSize.Format(row.RetainedBytes),
        Shares.Format(row.RetainedBytes, total), ObjectText.Distance(row.Distance),
        new Piece(row.Location is { } place ? ObjectText.Place(place) : "", Tone.Code),
    ];
}
