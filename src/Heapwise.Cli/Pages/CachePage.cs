using System.Globalization;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise cache</c>.</summary>
internal static class CachePage
{
    private static readonly Column[] Columns = [new("Size"), new("Last used", Fit.Word), new("File", Fit.CutEnd)];

    public static Page Of(CacheReport report)
    {
        var page = new Page();
        foreach (var file in report.Added) page.Say(new Piece(file, Tone.File), ": indexed");
        if (report.RemovedFiles > 0) page.Say($"Removed {Units.Count(report.RemovedFiles, "index", "indexes")}, {Units.Bytes(report.RemovedBytes)}");
        return page
            .Say(
                new Piece(report.Folder, Tone.File),
                $": {Units.Count(report.Indexes.Count, "index", "indexes")}, {Units.Bytes(report.TotalBytes)} of at most {Units.Bytes(report.LimitBytes)}")
            .Table(Columns, [.. report.Indexes.Select(Row)]);
    }

    private static IReadOnlyList<Cell> Row(CacheRow row) =>
        [Units.Bytes(row.Bytes), row.LastUsed.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Path.GetFileName(row.File)];
}
