using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Spectre.Console;

namespace Heapwise.Cli.Renderers;

/// <summary>
/// Which columns of a table fit a window, and how wide they are. Numbers and words keep their width; columns that can be cut
/// share what is left, each at most as wide as its content. Where even their minimum width does not fit, columns are left out by
/// rank.
/// </summary>
internal static class TableLayout
{
    /// <summary>Blanks between two columns of a table.</summary>
    public const int Gap = 2;

    // A class is recognized by its start, a location by its end: file name, line and column.
    private const int MinStart = 24;
    private const int MinEnd = 16;

    /// <summary>Positions of the columns to show, with their widths.</summary>
    public static IReadOnlyList<(int Column, int Width)> Of(TableBlock table, int width)
    {
        var natural = new int[table.Columns.Count];
        for (var i = 0; i < natural.Length; i++)
        {
            natural[i] = table.Columns[i].Title.GetCellWidth();
            foreach (var row in table.Rows) natural[i] = Math.Max(natural[i], WidthOf(row[i]));
        }

        // Optional columns that are empty in every row are left out.
        var shown = Enumerable.Range(0, natural.Length)
            .Where(i => table.Columns[i].Rank == 0 || table.Rows.Any(row => WidthOf(row[i]) > 0))
            .ToList();
        while (MinTableWidth(table, shown, natural) > width && shown.Max(i => table.Columns[i].Rank) is > 0 and var rank)
        {
            shown.RemoveAll(i => table.Columns[i].Rank == rank);
        }

        var cut = shown.Where(i => CanBeCut(table.Columns[i])).ToList();
        var left = width - (Gap * (shown.Count - 1)) - shown.Except(cut).Sum(i => natural[i]);
        // Narrow columns first: what they do not need goes to the wide ones.
        foreach (var (i, sharers) in cut.OrderBy(i => natural[i]).Select((i, order) => (i, cut.Count - order)).ToList())
        {
            natural[i] = Math.Min(natural[i], Math.Max(left / sharers, MinColumnWidth(table.Columns[i], natural[i])));
            left -= natural[i];
        }

        return [.. shown.Select(i => (i, natural[i]))];
    }

    public static Cell Cut(Cell cell, int width, Fit fit)
    {
        if (WidthOf(cell) <= width) return cell;
        if (fit == Fit.CutStart)
        {
            var text = string.Concat(cell.Pieces.Select(piece => piece.Text));
            return new Piece(SafeText.CutStart(text, width), cell.Pieces[^1].Tone);
        }

        var pieces = new List<Piece>();
        foreach (var piece in cell.Pieces)
        {
            // Room for the mark is kept unless this is the last piece, which brings its own.
            pieces.Add(new Piece(SafeText.CutEnd(piece.Text, width), piece.Tone));
            width -= piece.Text.GetCellWidth();
            if (width <= 0) break;
        }

        return new Cell(pieces);
    }

    private static int WidthOf(Cell cell) => cell.Pieces.Sum(piece => piece.Text.GetCellWidth());

    private static int MinTableWidth(TableBlock table, List<int> shown, int[] natural) =>
        (Gap * (shown.Count - 1)) + shown.Sum(i => MinColumnWidth(table.Columns[i], natural[i]));

    private static int MinColumnWidth(Column column, int natural) => column.Fit switch
    {
        Fit.CutEnd => Math.Min(natural, MinStart),
        Fit.CutStart => Math.Min(natural, MinEnd),
        _ => natural,
    };

    private static bool CanBeCut(Column column) => column.Fit is Fit.CutEnd or Fit.CutStart;
}
