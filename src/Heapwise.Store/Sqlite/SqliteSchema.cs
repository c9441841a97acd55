using Microsoft.Data.Sqlite;

namespace Heapwise.Store.Sqlite;

/// <summary>The tables of the local history. A later version adds a step to the list, and never changes one.</summary>
internal static class SqliteSchema
{
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE target (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, host TEXT NOT NULL, container TEXT NOT NULL, name TEXT NOT NULL,
            command TEXT NOT NULL, pid INTEGER NOT NULL, started INTEGER NOT NULL, seen INTEGER NOT NULL);
        CREATE TABLE series (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE sample (
            target INTEGER NOT NULL, series INTEGER NOT NULL, step INTEGER NOT NULL, at INTEGER NOT NULL,
            low REAL NOT NULL, mean REAL NOT NULL, high REAL NOT NULL, last REAL NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (target, series, step, at)) WITHOUT ROWID;
        CREATE INDEX sample_age ON sample (step, at);
        CREATE TABLE event (
            id TEXT PRIMARY KEY, target INTEGER NOT NULL, at INTEGER NOT NULL, rule TEXT NOT NULL, state TEXT NOT NULL,
            severity TEXT NOT NULL, summary TEXT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX event_age ON event (at);
        CREATE TABLE evidence (
            path TEXT NOT NULL, target INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, bytes INTEGER NOT NULL,
            series TEXT NOT NULL, PRIMARY KEY (target, path));
        CREATE TABLE rule (target TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (target, name));
        CREATE TABLE delivery (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, receiver TEXT NOT NULL, alert TEXT NOT NULL, body TEXT NOT NULL,
            at INTEGER NOT NULL);
        CREATE TABLE shipment (sequence INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, body TEXT NOT NULL);
        CREATE TABLE origin (id TEXT NOT NULL);
        """,
        """
        CREATE TABLE upload (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE, target TEXT NOT NULL, at INTEGER NOT NULL,
            kind TEXT NOT NULL, bytes INTEGER NOT NULL, series TEXT NOT NULL, alert TEXT NOT NULL, state INTEGER NOT NULL,
            location TEXT NOT NULL, session TEXT NOT NULL);
        """,
    ];

    /// <exception cref="StoreException">A newer version wrote it.</exception>
    public static void Migrate(SqliteConnection connection, string path)
    {
        // Only before the first table; else it would need the whole file to be written anew.
        connection.Execute("PRAGMA auto_vacuum = INCREMENTAL");
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute("PRAGMA synchronous = NORMAL"); // what is lost with the power is the last seconds, never the file
        using var transaction = connection.BeginTransaction(deferred: false); // of two that start at once, one waits
        var version = (int)(connection.FindNumber("PRAGMA user_version") ?? 0);
        if (version > Migrations.Length)
            throw new StoreException(
                $"{path}: written by a newer heapwise (version {version} of its tables). Update heapwise, or name another file");
        for (; version < Migrations.Length; version++) connection.Execute(Migrations[version]);
        if (connection.FindNumber("SELECT count(*) FROM origin") == 0)
            connection.Execute("INSERT INTO origin (id) VALUES (@id)", ("id", $"{Guid.NewGuid():N}"));
        connection.Execute($"PRAGMA user_version = {Migrations.Length}");
        transaction.Commit();
    }
}
