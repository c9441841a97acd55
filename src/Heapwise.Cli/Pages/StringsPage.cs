using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise strings</c>.</summary>
internal static class StringsPage
{
    private static readonly Column[] Columns =
    [
        new("Wasted"), new("Copies"), new("Length", Rank: 1), new("Text", Fit.CutEnd), new("One of them", Fit.Word, Rank: 2),
    ];

    public static Page Of(StringsReport report)
    {
        var strings = Counts.Format(report.DuplicateCount, "string");
        var verb = report.DuplicateCount == 1 ? "wastes" : "waste";
        var wasted = $"{ByteSize.Format(report.WastedBytes)} of {ByteSize.Format(report.StringBytes)} in strings";
        return new Page()
            .Say(new Piece(report.File, Tone.File), $": {strings} held more than once {verb} {wasted}")
            .Table(Columns, [.. report.Duplicates.Select(Row)])
            .NoteMore(report.Duplicates.Count, report.DuplicateCount, "string", "strings", "Every string is held once.");
    }

    private static IReadOnlyList<Cell> Row(DuplicateStringRow row) =>
    [
        ByteSize.Format(row.WastedBytes), Counts.Format(row.Count), Counts.Format(row.Length), new Piece($"\"{row.Value}\"", Tone.Code),
        row.NodeIds.Count > 0 ? ObjectText.Id(row.NodeIds[0]) : "",
    ];
}
