using Heapwise.Analysis;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise diff</c>: DevTools' comparison columns, or with more than two files the trend of each class.</summary>
internal static class DiffPage
{
    private const string ByStructure =
        "Compared by structure, not by identity: ids of different processes do not match. Objects are grouped by class, properties and the "
        + "path that holds them. That is weaker: what grew may also be a larger load or a fuller cache.";

    private static readonly Column[] PairColumns =
    [
        new("Class", Fit.CutEnd), new("New", Rank: 1), new("Deleted", Rank: 1), new("Delta"), new("Alloc. size", Rank: 3),
        new("Freed size", Rank: 3), new("Size delta"), ObjectText.ConstructorColumn(rank: 2),
    ];

    /// <param name="report">With the classes to show.</param>
    /// <param name="matching">How many classes match.</param>
    /// <param name="paths">How many paths grew.</param>
    public static Page Of(DiffReport report, int matching, int paths)
    {
        var page = new Page();
        if (report.ComparedBy == ComparedBy.Structure) page.Say(new Piece(ByStructure, Tone.Strong));
        if (report.Files.Count == 2 && report.ComparedBy == ComparedBy.Structure)
        {
            page.Say(new Piece(report.Before, Tone.File), " to ", new Piece(report.After, Tone.File), $": {Total(report)}");
            page.Table(TrendColumns(report.Files.Count), [.. report.Classes.Select(TrendRow)]);
        }
        else if (report.Files.Count == 2)
        {
            page.Say(new Piece(report.Before, Tone.File), " to ", new Piece(report.After, Tone.File), $": {Total(report)}");
            page.Table(PairColumns, [.. report.Classes.Select(PairRow)]);
        }
        else
        {
            page.Say(
                $"{report.Files.Count} snapshots, ", new Piece(report.Before, Tone.File), " to ", new Piece(report.After, Tone.File),
                $": {Total(report)}");
            page.Table([new("File", Fit.CutStart), new("Total"), new("Change")], Totals(report));
            page.Table(TrendColumns(report.Files.Count), [.. report.Classes.Select(TrendRow)]);
        }

        if (report.OutOfOrder is { } file)
        {
            page.Say(
                new Piece(file, Tone.File), " was taken before the file ahead of it: it holds no younger object. "
                + "Give the files in the order in which they were taken.");
        }

        page.NoteMore(report.Classes.Count, matching, "class", "classes", "No matching class has new or deleted objects.");
        if (report.ComparedBy == ComparedBy.Structure) Paths(page, report, paths);
        return page;
    }

    private static void Paths(Page page, DiffReport report, int all)
    {
        page.Heading("What grew, by what holds it");
        if (report.Paths.Count > 0)
        {
            Column[] columns =
            [
                new("Held by", Fit.CutEnd), new("Class", Fit.CutEnd),
                .. Enumerable.Range(1, report.Files.Count).Select(i => new Column(Counts.Format(i), Rank: 2)),
                new("Delta"), new("Retained delta"), new("Example", Rank: 1),
            ];
            page.Table(columns, [.. report.Paths.Select(PathRow)]);
        }

        page.NoteMore(report.Paths.Count, all, "path", "paths", "No path holds notably more.");
    }

    private static IReadOnlyList<Cell> PathRow(GrownPathReport row) =>
    [
        row.Holder ?? "", new Piece(row.ClassName, Tone.Code), .. row.Counts.Select(count => (Cell)Counts.Format(count)),
        Counts.FormatChange(row.Delta), Change(row.DeltaBytes), $"@{row.ExampleNodeId}",
    ];

    private static string Total(DiffReport report)
    {
        var (before, after) = (report.TotalBytes[0], report.TotalBytes[^1]);
        return $"{ByteSize.Format(before)} to {ByteSize.Format(after)} ({ByteSize.FormatChange(after - before)})";
    }

    private static IReadOnlyList<Cell> PairRow(DiffRow row) =>
    [
        new Piece(row.Name, Tone.Code), Counts.Format(row.Added), Counts.Format(row.Removed), Counts.FormatChange(row.Delta),
        ByteSize.Format(row.AddedBytes), ByteSize.Format(row.RemovedBytes), Change(row.DeltaBytes), Place(row),
    ];

    private static List<IReadOnlyList<Cell>> Totals(DiffReport report) =>
    [
        .. report.Files.Select((file, i) => (IReadOnlyList<Cell>)
        [
            new Piece(file, Tone.Code), ByteSize.Format(report.TotalBytes[i]),
            i == 0 ? "" : Change(report.TotalBytes[i] - report.TotalBytes[i - 1]),
        ]),
    ];

    /// <summary>Counts of each file, the first and the last never left out.</summary>
    private static Column[] TrendColumns(int files) =>
    [
        new("Class", Fit.CutEnd),
        .. Enumerable.Range(1, files).Select(i => new Column(Counts.Format(i), Rank: i == 1 || i == files ? 0 : 3)),
        new("Delta", Rank: 1), new("Size delta"), ObjectText.ConstructorColumn(rank: 2),
    ];

    private static IReadOnlyList<Cell> TrendRow(DiffRow row) =>
    [
        new Piece(row.Name, Tone.Code), .. row.Counts.Select(count => (Cell)Counts.Format(count)), Counts.FormatChange(row.Delta),
        Change(row.DeltaBytes), Place(row),
    ];

    private static Piece Place(DiffRow row) => new(row.Location is { } place ? ObjectText.Place(place) : "", Tone.Code);

    private static Cell Change(long bytes) =>
        new Piece(ByteSize.FormatChange(bytes), bytes > 0 ? Tone.Bad : bytes < 0 ? Tone.Good : Tone.Dim);
}
