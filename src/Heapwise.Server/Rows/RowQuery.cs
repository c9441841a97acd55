using Microsoft.AspNetCore.Mvc;

namespace Heapwise.Server.Rows;

/// <summary>Which rows of a list: filter, order, and the window that is shown.</summary>
public sealed record RowQuery
{
    public const int MaxRows = 1_000;

    private const int UsualRows = 100;

    [FromQuery(Name = "filter")]
    public string? Filter { get; init; }

    [FromQuery(Name = "sort")]
    public string? Sort { get; init; }

    [FromQuery(Name = "order")]
    public string? Order { get; init; }

    [FromQuery(Name = "offset")]
    public int? Offset { get; init; }

    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    public int From => Math.Max(0, Offset ?? 0);

    public int Count => Math.Clamp(Limit ?? UsualRows, 0, MaxRows);

    /// <summary>Position after the last row that is shown.</summary>
    public long To => (long)From + Count;

    /// <summary>Names and distances rise by default, sizes and counts fall.</summary>
    public bool IsAscending(bool isUsual) => Order switch
    {
        "asc" => true,
        "desc" => false,
        _ => isUsual,
    };

    /// <summary>Rows in the order of a key.</summary>
    public IEnumerable<T> Ordered<T, TKey>(IEnumerable<T> rows, Func<T, TKey> key, bool isUsuallyAscending = false) =>
        IsAscending(isUsuallyAscending) ? rows.OrderBy(key) : rows.OrderByDescending(key);
}
