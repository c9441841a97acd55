using System.Data.Common;
using Heapwise.Store.Records;
using Microsoft.Data.Sqlite;

namespace Heapwise.Store.Sqlite;

/// <summary>Files that are to be copied to a storage.</summary>
public sealed class UploadTable
{
    private readonly SqliteConnection _connection;
    private readonly Lock _lock;

    internal UploadTable(SqliteConnection connection, Lock gate) => (_connection, _lock) = (connection, gate);

    /// <summary>All, in the order in which they were added.</summary>
    /// <exception cref="StoreException"/>
    public IReadOnlyList<StoredUpload> FindAll() => Guarded(() => _connection.Query(
        "SELECT path, target, at, kind, bytes, series, alert, state, location, session FROM upload ORDER BY sequence",
        row => new StoredUpload(
            new EvidenceFile(
                row.GetString(0), row.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), row.GetString(3),
                row.GetInt64(4), row.GetString(5)),
            row.GetString(6), (UploadState)row.GetInt32(7), row.GetString(8), row.GetString(9))));

    /// <summary>Adds it, or keeps how far it has come.</summary>
    /// <exception cref="StoreException"/>
    public void Save(StoredUpload upload) => Guarded(() => _connection.Execute(
        "INSERT INTO upload (path, target, at, kind, bytes, series, alert, state, location, session) "
        + "VALUES (@path, @target, @at, @kind, @bytes, @series, @alert, @state, @location, @session) "
        + "ON CONFLICT (path) DO UPDATE SET state = excluded.state, location = excluded.location, session = excluded.session",
        ("path", upload.File.Path), ("target", upload.File.Target), ("at", upload.File.At.ToUnixTimeMilliseconds()),
        ("kind", upload.File.Kind), ("bytes", upload.File.Bytes), ("series", upload.File.Series), ("alert", upload.Alert),
        ("state", (long)upload.State), ("location", upload.Location), ("session", upload.Session)));

    /// <summary>There is nothing left to do about it.</summary>
    /// <exception cref="StoreException"/>
    public void Remove(string path) => Guarded(() => _connection.Execute("DELETE FROM upload WHERE path = @path", ("path", path)));

    private T Guarded<T>(Func<T> work)
    {
        lock (_lock)
        {
            try
            {
                return work();
            }
            catch (DbException problem)
            {
                throw new StoreException($"the history cannot be used: {problem.Message}", problem);
            }
        }
    }
}
