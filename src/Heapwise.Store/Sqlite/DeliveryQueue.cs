using System.Data.Common;
using Heapwise.Store.Records;
using Microsoft.Data.Sqlite;

namespace Heapwise.Store.Sqlite;

/// <summary>
/// Messages to receivers that may be out of reach, each receiver's in order. Full, it gives up the oldest alert with everything about it,
/// so that nobody hears of an end without a beginning.
/// </summary>
public sealed class DeliveryQueue
{
    public const int MaxMessages = 1000;

    private readonly SqliteConnection _connection;
    private readonly Lock _lock;

    internal DeliveryQueue(SqliteConnection connection, Lock gate) => (_connection, _lock) = (connection, gate);

    /// <summary>The next messages for a receiver, at most so many; none where it has all.</summary>
    public IReadOnlyList<Delivery> FindNext(string receiver, int most)
    {
        lock (_lock)
        {
            return _connection.Query(
                "SELECT sequence, alert, body, at FROM delivery WHERE receiver = @receiver ORDER BY sequence LIMIT @most",
                row => new Delivery(
                    row.GetInt64(0), receiver, row.GetString(1), row.GetString(2),
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3))),
                ("receiver", receiver), ("most", most));
        }
    }

    public long Count(string receiver)
    {
        lock (_lock)
        {
            return _connection.FindNumber("SELECT count(*) FROM delivery WHERE receiver = @receiver", ("receiver", receiver)) ?? 0;
        }
    }

    /// <summary>It has been received, or never will be.</summary>
    /// <exception cref="StoreException"/>
    public void Remove(Delivery message)
    {
        lock (_lock)
        {
            try
            {
                _connection.Execute("DELETE FROM delivery WHERE sequence = @sequence", ("sequence", message.Sequence));
            }
            catch (DbException problem)
            {
                throw new StoreException($"the history cannot be written: {problem.Message}", problem);
            }
        }
    }

    internal static void Add(SqliteConnection connection, Delivery message)
    {
        connection.Execute(
            "INSERT INTO delivery (receiver, alert, body, at) VALUES (@receiver, @alert, @body, @at)",
            ("receiver", message.Receiver), ("alert", message.Alert), ("body", message.Body),
            ("at", message.At.ToUnixTimeMilliseconds()));
        var waiting = connection.FindNumber(
            "SELECT count(*) FROM delivery WHERE receiver = @receiver", ("receiver", message.Receiver));
        if (waiting <= MaxMessages) return;
        connection.Execute(
            "DELETE FROM delivery WHERE receiver = @receiver AND sequence IN ("
            + "SELECT every.sequence FROM delivery AS every, "
            + "(SELECT sequence, alert FROM delivery WHERE receiver = @receiver ORDER BY sequence LIMIT 1) AS oldest "
            + "WHERE every.sequence = oldest.sequence OR (oldest.alert <> '' AND every.alert = oldest.alert))",
            ("receiver", message.Receiver));
    }
}
