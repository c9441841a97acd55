using Microsoft.Data.Sqlite;

namespace Heapwise.Store.Sqlite;

/// <summary>Keeps the file below a size. What is oldest and finest goes first: readings, then minutes, then hours, then events.</summary>
internal static class SizeCap
{
    private const int MaxRounds = 100;

    /// <summary>Each takes a tenth of the oldest.</summary>
    private static readonly string[] Cuts =
    [
        "DELETE FROM sample WHERE step = 0 AND at <= "
            + "(SELECT at FROM sample WHERE step = 0 ORDER BY at LIMIT 1 OFFSET (SELECT count(*) / 10 FROM sample WHERE step = 0))",
        "DELETE FROM shipment WHERE kind = 'sample' AND sequence <= (SELECT min(sequence) + (max(sequence) - min(sequence)) / 10 FROM shipment)",
        "DELETE FROM sample WHERE step = 60000 AND at <= "
            + "(SELECT at FROM sample WHERE step = 60000 ORDER BY at LIMIT 1 OFFSET (SELECT count(*) / 10 FROM sample WHERE step = 60000))",
        "DELETE FROM sample WHERE step = 3600000 AND at <= "
            + "(SELECT at FROM sample WHERE step = 3600000 ORDER BY at LIMIT 1 OFFSET (SELECT count(*) / 10 FROM sample WHERE step = 3600000))",
        "DELETE FROM event WHERE at <= (SELECT at FROM event ORDER BY at LIMIT 1 OFFSET (SELECT count(*) / 10 FROM event))",
    ];

    public static void Apply(SqliteConnection connection, long maxBytes)
    {
        var pageBytes = connection.FindNumber("PRAGMA page_size") ?? 0;
        for (int round = 0, cut = 0; round < MaxRounds && cut < Cuts.Length && UsedPages() * pageBytes > maxBytes; round++)
            if (connection.Execute(Cuts[cut]) == 0) cut++;
        connection.Execute("PRAGMA incremental_vacuum");

        long UsedPages() => (connection.FindNumber("PRAGMA page_count") ?? 0) - (connection.FindNumber("PRAGMA freelist_count") ?? 0);
    }
}
