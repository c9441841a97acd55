using Heapwise.Analysis;
using Heapwise.Analysis.Reports;
using Heapwise.Server.Requests;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Comparing;

/// <summary>Snapshots compared: as <c>heapwise diff</c> does, a page of it.</summary>
public sealed record ComparisonPage
{
    public required ComparedBy ComparedBy { get; init; }

    /// <summary>Ids of the sources, earliest first.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public required IReadOnlyList<long> TotalBytes { get; init; }

    /// <summary>The first file that was taken before the one given ahead of it.</summary>
    public required string? OutOfOrder { get; init; }

    public required long Total { get; init; }

    public required long Matching { get; init; }

    public required long Offset { get; init; }

    public required IReadOnlyList<ChangeRow> Rows { get; init; }

    /// <summary>By structure only: what grew, by what holds it.</summary>
    public required IReadOnlyList<GrownPathReport> Paths { get; init; }

    internal static ComparisonPage From(DiffReport report, IReadOnlyList<string> files, RowQuery query)
    {
        var filter = RowFilter.Parse(query.Filter);
        var matching = report.Classes.Where(row => filter.MatchesText(row.Name) && filter.MatchesSize(Math.Abs(row.DeltaBytes)));
        var ordered = query.Sort switch
        {
            null or "deltaBytes" => query.Ordered(matching, row => row.DeltaBytes),
            "delta" => query.Ordered(matching, row => row.Delta),
            "added" => query.Ordered(matching, row => row.Added),
            "removed" => query.Ordered(matching, row => row.Removed),
            "addedBytes" => query.Ordered(matching, row => row.AddedBytes),
            "removedBytes" => query.Ordered(matching, row => row.RemovedBytes),
            "name" => query.IsAscending(isUsual: true)
                ? matching.OrderBy(row => row.Name, StringComparer.OrdinalIgnoreCase)
                : matching.OrderByDescending(row => row.Name, StringComparer.OrdinalIgnoreCase),
            _ => throw new RequestRefusedException(
                $"sort: '{query.Sort}' is none of delta, deltaBytes, added, removed, addedBytes, removedBytes, name"),
        };
        var page = RowPage<ChangeRow>.Of(report.Classes.Count, [.. ordered], query, ChangeRow.From);
        return new ComparisonPage
        {
            ComparedBy = report.ComparedBy,
            Files = files,
            TotalBytes = report.TotalBytes,
            OutOfOrder = report.OutOfOrder,
            Total = page.Total,
            Matching = page.Matching,
            Offset = page.Offset,
            Rows = page.Rows,
            Paths = report.Paths,
        };
    }
}
