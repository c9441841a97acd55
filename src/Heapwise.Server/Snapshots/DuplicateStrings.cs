using Heapwise.Analysis.Reports;
using Heapwise.Server.Requests;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Snapshots;

/// <summary>Strings that are held more than once.</summary>
/// <param name="StringBytes">Bytes of all strings.</param>
/// <param name="WastedBytes">What holding each of them once would free.</param>
/// <param name="Total">Strings held more than once.</param>
/// <param name="Matching">Those that pass the filter.</param>
/// <param name="Offset">Position of the first row.</param>
/// <param name="Rows">A window of them.</param>
public sealed record DuplicateStrings(
    long StringBytes, long WastedBytes, long Total, long Matching, long Offset, IReadOnlyList<DuplicateStringRow> Rows)
{
    internal static DuplicateStrings Read(OpenHeap heap, RowQuery query)
    {
        var report = heap.Strings;
        var filter = RowFilter.Parse(query.Filter);
        var matching = report.Duplicates.Where(row =>
            filter.MatchesText(row.Value)
            && filter.MatchesSize(row.RetainedBytes)
            && (!filter.HasIds || row.NodeIds.Any(filter.MatchesId)));
        var ordered = query.Sort switch
        {
            null or "wasted" => query.Ordered(matching, row => row.WastedBytes),
            "count" => query.Ordered(matching, row => row.Count),
            "retained" => query.Ordered(matching, row => row.RetainedBytes),
            "length" => query.Ordered(matching, row => row.Length),
            _ => throw new RequestRefusedException($"sort: '{query.Sort}' is none of wasted, count, retained, length"),
        };
        var page = RowPage<DuplicateStringRow>.Of(report.Duplicates.Count, [.. ordered], query);
        return new DuplicateStrings(report.StringBytes, report.WastedBytes, page.Total, page.Matching, page.Offset, page.Rows);
    }
}
