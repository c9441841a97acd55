using Microsoft.Data.Sqlite;

namespace Heapwise.Store.Sqlite;

/// <summary>Rows that a server does not have yet, in the order in which they were written.</summary>
public sealed class ShipmentQueue
{
    private readonly SqliteConnection _connection;
    private readonly Lock _lock;

    internal ShipmentQueue(SqliteConnection connection, Lock gate)
    {
        (_connection, _lock) = (connection, gate);
        Origin = connection.Query("SELECT id FROM origin", row => row.GetString(0))[0]; // made with the tables
    }

    /// <summary>The identity of this file. Sequences begin anew in another.</summary>
    internal string Origin { get; }

    /// <summary>How many rows are waiting.</summary>
    public long Count()
    {
        lock (_lock) return _connection.FindNumber("SELECT count(*) FROM shipment") ?? 0;
    }

    internal List<(long Sequence, string Kind, string Body)> Take(int max)
    {
        lock (_lock)
        {
            return _connection.Query(
                "SELECT sequence, kind, body FROM shipment ORDER BY sequence LIMIT @max",
                row => (row.GetInt64(0), row.GetString(1), row.GetString(2)),
                ("max", max));
        }
    }

    internal void RemoveThrough(long sequence)
    {
        lock (_lock) _connection.Execute("DELETE FROM shipment WHERE sequence <= @sequence", ("sequence", sequence));
    }
}
