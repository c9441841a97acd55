using System.Data.Common;
using Heapwise.Store.Postgres;
using Heapwise.Store.Reading;
using Heapwise.Store.Sqlite;
using Npgsql;

namespace Heapwise.Store.Opening;

/// <summary>A history opened for reading: a file that a guard may be writing, or a server.</summary>
public sealed class HistorySource : IDisposable
{
    private readonly DbConnection _connection;
    private readonly IDisposable? _server;

    private HistorySource(DbConnection connection, IDisposable? server)
    {
        (_connection, _server) = (connection, server);
        Reader = new HistoryReader(connection, new Lock());
    }

    public HistoryReader Reader { get; }

    /// <exception cref="StoreException">It is no history, or cannot be read.</exception>
    public static HistorySource OpenFile(string path)
    {
        if (!File.Exists(path)) throw new StoreException($"{path}: no history. 'heapwise guard' writes one");
        return Open(SqliteLibrary.Connect($"Data Source={Path.GetFullPath(path)};Mode=ReadOnly;Pooling=False"), null, path);
    }

    /// <exception cref="StoreException">It cannot be reached, or has no history.</exception>
    public static HistorySource OpenServer(string address)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(PostgresAddress.ToConnectionString(address));
        builder.EnableTransportSecurity();
        var server = builder.Build();
        return Open(server.CreateConnection(), server, "the history's server");
    }

    public void Dispose()
    {
        _connection.Dispose();
        _server?.Dispose();
    }

    private static HistorySource Open(DbConnection connection, IDisposable? server, string name)
    {
        try
        {
            connection.Open();
            connection.FindNumber("SELECT count(*) FROM target");
            return new HistorySource(connection, server);
        }
        catch (DbException problem)
        {
            connection.Dispose();
            server?.Dispose();
            throw new StoreException($"{name}: no history that can be read: {problem.Message}", problem);
        }
    }
}
