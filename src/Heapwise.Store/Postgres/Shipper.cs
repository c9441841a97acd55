using System.Data.Common;
using System.Text.Json;
using Heapwise.Store.Records;
using Heapwise.Store.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Heapwise.Store.Postgres;

/// <summary>
/// Copies what a local history has noted to a server. The server knows how far it has received each history's rows, and learns that in the
/// transaction that writes them: whatever is interrupted, nothing is lost and nothing is written twice. Not thread-safe.
/// </summary>
public sealed class Shipper : IDisposable
{
    private const int MaxBatch = 500;
    private static readonly TimeSpan TidyEvery = TimeSpan.FromMinutes(10);

    private readonly NpgsqlDataSource _server;
    private bool _isMigrated;
    private DateTimeOffset _tidied;

    /// <param name="address">As <see cref="PostgresAddress"/> reads it.</param>
    /// <exception cref="StoreException">It is no address.</exception>
    public Shipper(string address)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(PostgresAddress.ToConnectionString(address));
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        _server = builder.Build();
    }

    /// <summary>Copies all that is there.</summary>
    /// <returns>How many rows.</returns>
    /// <exception cref="StoreException">The server is away, or refuses. What it has not confirmed stays.</exception>
    public long Ship(ShipmentQueue queue, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            using var connection = _server.OpenConnection();
            if (!_isMigrated) PostgresSchema.Migrate(connection);
            _isMigrated = true;
            var shipped = 0L;
            while (!cancellation.IsCancellationRequested && queue.Take(MaxBatch) is { Count: > 0 } batch)
            {
                Write(connection, queue.Origin, batch);
                queue.RemoveThrough(batch[^1].Sequence);
                shipped += batch.Count;
            }

            if (now - _tidied < TidyEvery) return shipped;
            PostgresSchema.Tidy(connection, now);
            _tidied = now;
            return shipped;
        }
        catch (DbException problem)
        {
            throw new StoreException($"the history's server: {problem.Message}", problem);
        }
    }

    public void Dispose() => _server.Dispose();

    private static void Write(NpgsqlConnection connection, string origin, List<(long Sequence, string Kind, string Body)> batch)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("INSERT INTO origin (id, received) VALUES (@id, 0) ON CONFLICT DO NOTHING", ("id", origin));
        var received = connection.FindNumber("SELECT received FROM origin WHERE id = @id FOR UPDATE", ("id", origin)) ?? 0;
        var samples = new List<Sample>();
        foreach (var (_, kind, body) in batch.Where(row => row.Sequence > received))
        {
            if (kind == "sample") samples.Add(JsonSerializer.Deserialize(body, ShipmentJson.Default.Sample)!); // written by us
            else WriteOne(connection, kind, body);
        }

        WriteSamples(connection, samples);
        connection.Execute("UPDATE origin SET received = @last WHERE id = @id", ("last", batch[^1].Sequence), ("id", origin));
        transaction.Commit();
    }

    private static void WriteOne(NpgsqlConnection connection, string kind, string body)
    {
        switch (kind)
        {
            case "target":
                var target = JsonSerializer.Deserialize(body, ShipmentJson.Default.SeenTarget)!;
                var known = target.Target;
                connection.Execute(
                    "INSERT INTO target (key, host, container, name, command, pid, started, seen) "
                    + "VALUES (@key, @host, @container, @name, @command, @pid, @started, @seen) "
                    + "ON CONFLICT (key) DO UPDATE SET seen = excluded.seen",
                    ("key", known.Key), ("host", known.Host), ("container", known.Container), ("name", known.Name),
                    ("command", known.Command), ("pid", known.ProcessId), ("started", known.StartedAt.ToUnixTimeMilliseconds()),
                    ("seen", target.SeenAt.ToUnixTimeMilliseconds()));
                break;
            case "event":
                var happened = JsonSerializer.Deserialize(body, ShipmentJson.Default.StoredEvent)!;
                connection.Execute(
                    "INSERT INTO event (id, target, at, rule, state, severity, summary, body) "
                    + "SELECT @id, target.id, @at, @rule, @state, @severity, @summary, @body FROM target WHERE key = @key "
                    + "ON CONFLICT DO NOTHING",
                    ("id", happened.Id), ("key", happened.Target), ("at", happened.At.ToUnixTimeMilliseconds()), ("rule", happened.Rule),
                    ("state", happened.State), ("severity", happened.Severity), ("summary", happened.Summary), ("body", happened.Body));
                break;
            case "evidence":
                var file = JsonSerializer.Deserialize(body, ShipmentJson.Default.EvidenceFile)!;
                connection.Execute(
                    "INSERT INTO evidence (path, target, at, kind, bytes, series) "
                    + "SELECT @path, target.id, @at, @kind, @bytes, @series FROM target WHERE key = @key "
                    + "ON CONFLICT (target, path) DO UPDATE SET at = excluded.at, bytes = excluded.bytes, series = excluded.series",
                    ("path", file.Path), ("key", file.Target), ("at", file.At.ToUnixTimeMilliseconds()), ("kind", file.Kind),
                    ("bytes", file.Bytes), ("series", file.Series));
                break;
            case "removed":
                var removed = JsonSerializer.Deserialize(body, ShipmentJson.Default.EvidenceFile)!;
                connection.Execute(
                    "DELETE FROM evidence USING target WHERE target.id = evidence.target AND path = @path AND target.key = @key",
                    ("path", removed.Path), ("key", removed.Target));
                break;
        }
    }

    /// <summary>All in one statement, as columns.</summary>
    private static void WriteSamples(NpgsqlConnection connection, List<Sample> samples)
    {
        if (samples.Count == 0) return;
        var rows = samples.SelectMany(sample => sample.Values.Select(value => (sample.Target, sample.At, value.Key, value.Value))).ToList();
        using (var names = new NpgsqlCommand(
            "INSERT INTO series (name) SELECT DISTINCT unnest(@names) ON CONFLICT DO NOTHING", connection))
        {
            names.Parameters.Add(ColumnOf("names", NpgsqlDbType.Text, rows.Select(row => row.Key).Distinct()));
            names.ExecuteNonQuery();
        }

        using var command = new NpgsqlCommand(
            """
            INSERT INTO sample (target, series, step, at, low, mean, high, last, count)
            SELECT target.id, series.id, 0, given.at, given.value, given.value, given.value, given.value, 1
            FROM unnest(@keys, @names, @times, @values) AS given (key, name, at, value)
            JOIN target ON target.key = given.key JOIN series ON series.name = given.name
            ON CONFLICT DO NOTHING
            """,
            connection);
        command.Parameters.Add(ColumnOf("keys", NpgsqlDbType.Text, rows.Select(row => row.Target)));
        command.Parameters.Add(ColumnOf("names", NpgsqlDbType.Text, rows.Select(row => row.Key)));
        command.Parameters.Add(ColumnOf("times", NpgsqlDbType.Bigint, rows.Select(row => row.At.ToUnixTimeMilliseconds())));
        command.Parameters.Add(ColumnOf("values", NpgsqlDbType.Double, rows.Select(row => row.Value)));
        command.ExecuteNonQuery();
    }

    private static NpgsqlParameter ColumnOf<T>(string name, NpgsqlDbType type, IEnumerable<T> values) =>
        new(name, NpgsqlDbType.Array | type) { Value = values.ToArray() };
}
