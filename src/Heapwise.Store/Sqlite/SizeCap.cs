using Microsoft.Data.Sqlite;

namespace Heapwise.Store.Sqlite;

/// <summary>Keeps the file below a size. What is oldest and finest goes first: readings, then minutes, then hours, then events.</summary>
internal static class SizeCap
{
    private const int MaxRounds = 100;

    /// <summary>Each takes a tenth of the oldest.</summary>
    private static readonly string[] Cuts =
    [
        OldestOf("sample", "step = 0"),
        "DELETE FROM shipment WHERE kind = 'sample' "
            + "AND sequence <= (SELECT min(sequence) + (max(sequence) - min(sequence)) / 10 FROM shipment)",
        OldestOf("sample", "step = 60000"),
        OldestOf("sample", "step = 3600000"),
        OldestOf("event", "1 = 1"),
    ];

    public static void Apply(SqliteConnection connection, long maxBytes)
    {
        var pageBytes = connection.FindNumber("PRAGMA page_size") ?? 0;
        for (int round = 0, cut = 0; round < MaxRounds && cut < Cuts.Length && UsedPages() * pageBytes > maxBytes; round++)
            if (connection.Execute(Cuts[cut]) == 0) cut++;
        connection.Execute("PRAGMA incremental_vacuum");

        long UsedPages() => (connection.FindNumber("PRAGMA page_count") ?? 0) - (connection.FindNumber("PRAGMA freelist_count") ?? 0);
    }

    private static string OldestOf(string table, string which) =>
        $"DELETE FROM {table} WHERE {which} AND at <= "
        + $"(SELECT at FROM {table} WHERE {which} ORDER BY at LIMIT 1 OFFSET (SELECT count(*) / 10 FROM {table} WHERE {which}))";
}
