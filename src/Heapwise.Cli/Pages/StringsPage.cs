using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Pages.Parts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise strings</c>.</summary>
internal static class StringsPage
{
    private static readonly Column[] Columns = [new("Wasted"), new("Copies"), new("Length", Rank: 1), new("Text", Fit.CutEnd), new("One of them", Fit.Word, Rank: 2)];

    public static Page Of(StringsReport report) => new Page()
        .Say(
            new Piece(report.File, Tone.File),
            $": {Units.Count(report.DuplicateCount, "text")} held more than once {(report.DuplicateCount == 1 ? "wastes" : "waste")} {Units.Bytes(report.WastedBytes)} of {Units.Bytes(report.StringBytes)} in strings")
        .Table(Columns, [.. report.Duplicates.Select(Row)])
        .NoteMore(report.Duplicates.Count, report.DuplicateCount, "text", "texts", "Every text is held once.");

    private static IReadOnlyList<Cell> Row(DuplicateStringRow row) =>
    [
        Units.Bytes(row.WastedBytes), Units.Count(row.Count), Units.Count(row.Length), new Piece($"\"{row.Value}\"", Tone.Code),
        row.NodeIds.Count > 0 ? ObjectText.Id(row.NodeIds[0]) : "",
    ];
}
