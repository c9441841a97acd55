using System.Data.Common;
using Heapwise.Store.Records;

namespace Heapwise.Store.Reading;

/// <summary>What a history says, of a local file or of a server. The same statements for both.</summary>
public sealed class HistoryReader
{
    private readonly DbConnection _connection;
    private readonly Lock _lock;

    internal HistoryReader(DbConnection connection, Lock gate) => (_connection, _lock) = (connection, gate);

    /// <summary>All targets with the time they were last seen, the latest first.</summary>
    public IReadOnlyList<(StoredTarget Target, DateTimeOffset SeenAt)> FindTargets() => Read(() => _connection.Query(
        "SELECT key, host, container, name, command, pid, started, seen FROM target ORDER BY seen DESC, key",
        row => (
            new StoredTarget(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt32(5), Time(row, 6)),
            Time(row, 7))));

    /// <summary>The names of everything that was measured of a target.</summary>
    public IReadOnlyList<string> FindSeries(string target) => Read(() => _connection.Query(
        "SELECT DISTINCT series.name FROM sample JOIN target ON target.id = sample.target JOIN series ON series.id = sample.series "
        + "WHERE target.key = @target ORDER BY series.name",
        row => row.GetString(0),
        ("target", target)));

    /// <summary>A series of a target, earliest first. Older stretches are longer.</summary>
    public IReadOnlyList<CurvePoint> FindCurve(string target, string series, DateTimeOffset since) => Read(() => _connection.Query(
        "SELECT at, low, mean, high, last FROM sample JOIN target ON target.id = sample.target JOIN series ON series.id = sample.series "
        + "WHERE target.key = @target AND series.name = @series AND at >= @since ORDER BY at",
        row => new CurvePoint(Time(row, 0), row.GetDouble(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4)),
        ("target", target), ("series", series), ("since", since.ToUnixTimeMilliseconds())));

    /// <summary>The events of a target, earliest first.</summary>
    public IReadOnlyList<StoredEvent> FindEvents(string target, DateTimeOffset since) => Read(() => _connection.Query(
        "SELECT event.id, at, rule, state, severity, summary, body FROM event JOIN target ON target.id = event.target "
        + "WHERE target.key = @target AND at >= @since ORDER BY at, event.id",
        row => new StoredEvent(
            row.GetString(0), target, Time(row, 1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
            row.GetString(6)),
        ("target", target), ("since", since.ToUnixTimeMilliseconds())));

    /// <summary>The events of all targets as they were told, in JSON, earliest first. Starts and ends of processes are left out.</summary>
    public IReadOnlyList<string> FindEventBodies(DateTimeOffset since) => Read(() => _connection.Query(
        "SELECT body FROM event WHERE at >= @since AND state IN ('firing', 'resolved', 'evidence', 'finding', 'upload') ORDER BY at, id",
        row => row.GetString(0),
        ("since", since.ToUnixTimeMilliseconds())));

    /// <summary>The files about a target that have not been deleted, earliest first.</summary>
    public IReadOnlyList<EvidenceFile> FindEvidence(string target) => Read(() => _connection.Query(
        "SELECT path, at, kind, bytes, series FROM evidence JOIN target ON target.id = evidence.target "
        + "WHERE target.key = @target ORDER BY at, path",
        row => new EvidenceFile(row.GetString(0), target, Time(row, 1), row.GetString(2), row.GetInt64(3), row.GetString(4)),
        ("target", target)));

    private static DateTimeOffset Time(DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    private List<T> Read<T>(Func<List<T>> query)
    {
        lock (_lock)
        {
            try
            {
                return query();
            }
            catch (DbException problem)
            {
                throw new StoreException($"the history cannot be read: {problem.Message}", problem);
            }
        }
    }
}
