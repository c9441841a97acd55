namespace Heapwise.Server.Rows;

/// <summary>A page of a longer list.</summary>
/// <param name="Total">Rows that exist.</param>
/// <param name="Matching">Rows that pass the filter.</param>
/// <param name="Offset">Position of the first row among the matching ones.</param>
/// <param name="Rows">At most as many as were asked for.</param>
public sealed record RowPage<T>(long Total, long Matching, long Offset, IReadOnlyList<T> Rows)
{
    /// <summary>A page of rows that are all at hand.</summary>
    public static RowPage<T> Of(long total, IReadOnlyList<T> matching, RowQuery query) =>
        new(total, matching.Count, query.From, [.. matching.Skip(query.From).Take(query.Count)]);

    /// <summary>A page of items that become rows only where they are shown.</summary>
    public static RowPage<T> Of<TItem>(long total, IReadOnlyList<TItem> matching, RowQuery query, Func<TItem, T> row) =>
        new(total, matching.Count, query.From, [.. matching.Skip(query.From).Take(query.Count).Select(row)]);
}
