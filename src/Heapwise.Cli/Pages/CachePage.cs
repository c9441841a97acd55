using System.Globalization;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise cache</c>.</summary>
internal static class CachePage
{
    private static readonly Column[] Columns = [new("Size"), new("Last used", Fit.Word), new("File", Fit.CutEnd)];

    public static Page Of(CacheReport report)
    {
        var page = new Page();
        foreach (var file in report.Added) page.Say(new Piece(file, Tone.File), ": indexed");
        if (report.RemovedFiles > 0) page.Say($"Removed {Indexes(report.RemovedFiles)}, {ByteSize.Format(report.RemovedBytes)}");
        var size = $"{ByteSize.Format(report.TotalBytes)} of at most {ByteSize.Format(report.LimitBytes)}";
        return page
            .Say(new Piece(report.Folder, Tone.File), $": {Indexes(report.Indexes.Count)}, {size}")
            .Table(Columns, [.. report.Indexes.Select(Row)]);
    }

    private static string Indexes(long count) => Counts.Format(count, "index", "indexes");

    private static IReadOnlyList<Cell> Row(CacheRow row) =>
        [ByteSize.Format(row.Bytes), row.LastUsed.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Path.GetFileName(row.File)];
}
