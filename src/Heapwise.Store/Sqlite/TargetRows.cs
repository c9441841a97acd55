using Heapwise.Store.Records;
using Microsoft.Data.Sqlite;

namespace Heapwise.Store.Sqlite;

/// <summary>Writes rows about targets, and notes each of them for a server. Used within a transaction.</summary>
internal sealed class TargetRows(SqliteConnection connection)
{
    private readonly Dictionary<string, long> _targets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _series = new(StringComparer.Ordinal);

    public void Add(StoredTarget target, DateTimeOffset now, bool ships)
    {
        connection.Execute(
            "INSERT INTO target (key, host, container, name, command, pid, started, seen) "
            + "VALUES (@key, @host, @container, @name, @command, @pid, @started, @seen) "
            + "ON CONFLICT (key) DO UPDATE SET seen = excluded.seen",
            ("key", target.Key), ("host", target.Host), ("container", target.Container), ("name", target.Name),
            ("command", target.Command), ("pid", target.ProcessId), ("started", target.StartedAt.ToUnixTimeMilliseconds()),
            ("seen", now.ToUnixTimeMilliseconds()));
        if (ships) Ship("target", ShipmentJson.Write(new SeenTarget(target, now)));
    }

    public void Add(Sample sample, bool ships)
    {
        var target = IdOf(sample.Target);
        connection.Execute(
            "UPDATE target SET seen = @seen WHERE id = @id", ("id", target), ("seen", sample.At.ToUnixTimeMilliseconds()));
        foreach (var (name, value) in sample.Values)
        {
            connection.Execute(
                "INSERT INTO sample (target, series, step, at, low, mean, high, last, count) "
                + "VALUES (@target, @series, 0, @at, @value, @value, @value, @value, 1) ON CONFLICT DO NOTHING",
                ("target", target), ("series", SeriesOf(name)), ("at", sample.At.ToUnixTimeMilliseconds()), ("value", value));
        }

        if (ships) Ship("sample", ShipmentJson.Write(sample));
    }

    public bool Add(StoredEvent happened, bool ships)
    {
        var added = connection.Execute(
            "INSERT INTO event (id, target, at, rule, state, severity, summary, body) "
            + "VALUES (@id, @target, @at, @rule, @state, @severity, @summary, @body) ON CONFLICT DO NOTHING",
            ("id", happened.Id), ("target", IdOf(happened.Target)), ("at", happened.At.ToUnixTimeMilliseconds()), ("rule", happened.Rule),
            ("state", happened.State), ("severity", happened.Severity), ("summary", happened.Summary), ("body", happened.Body)) > 0;
        if (added && ships) Ship("event", ShipmentJson.Write(happened));
        return added;
    }

    public void Add(EvidenceFile file, bool ships)
    {
        connection.Execute(
            "INSERT INTO evidence (path, target, at, kind, bytes, series) VALUES (@path, @target, @at, @kind, @bytes, @series) "
            + "ON CONFLICT (target, path) DO UPDATE SET at = excluded.at, bytes = excluded.bytes, series = excluded.series",
            ("path", file.Path), ("target", IdOf(file.Target)), ("at", file.At.ToUnixTimeMilliseconds()), ("kind", file.Kind),
            ("bytes", file.Bytes), ("series", file.Series));
        if (ships) Ship("evidence", ShipmentJson.Write(file));
    }

    public void RemoveEvidence(string path, bool ships)
    {
        var removed = connection.Query(
            "SELECT key, at, kind, bytes, series FROM evidence JOIN target ON target.id = evidence.target WHERE path = @path",
            row => new EvidenceFile(
                path, row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), row.GetString(2), row.GetInt64(3),
                row.GetString(4)),
            ("path", path));
        connection.Execute("DELETE FROM evidence WHERE path = @path", ("path", path));
        foreach (var file in removed)
            if (ships) Ship("removed", ShipmentJson.Write(file));
    }

    /// <summary>After each transaction: ids that were given in one that failed are not used again.</summary>
    public void ForgetUncommitted()
    {
        _targets.Clear();
        _series.Clear();
    }

    private void Ship(string kind, string body) =>
        connection.Execute("INSERT INTO shipment (kind, body) VALUES (@kind, @body)", ("kind", kind), ("body", body));

    private long IdOf(string key)
    {
        if (_targets.TryGetValue(key, out var known)) return known;
        return _targets[key] = connection.FindNumber("SELECT id FROM target WHERE key = @key", ("key", key))
            ?? throw new StoreException($"the target {key} is not known to the history");
    }

    private long SeriesOf(string name)
    {
        if (_series.TryGetValue(name, out var known)) return known;
        connection.Execute("INSERT INTO series (name) VALUES (@name) ON CONFLICT DO NOTHING", ("name", name));
        return _series[name] = connection.FindNumber("SELECT id FROM series WHERE name = @name", ("name", name))!.Value; // just added
    }
}
