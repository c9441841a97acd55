using System.Data.Common;
using Heapwise.Store.Reading;
using Heapwise.Store.Records;
using Microsoft.Data.Sqlite;

namespace Heapwise.Store.Sqlite;

/// <summary>
/// The history in a local file: what a guard writes. Every call is one transaction, so that what has returned is there after a kill at
/// any later moment. May be used from several threads; a second guard may write to the same file.
/// </summary>
public sealed class HistoryFile : IDisposable
{
    public const long DefaultMaxBytes = 200_000_000;

    private const int MaxWaitSeconds = 5;
    private const string InMemoryName = ":memory:";

    private readonly SqliteConnection _connection;
    private readonly TargetRows _targets;
    private readonly Lock _lock = new();
    private readonly long _maxBytes;
    private readonly bool _ships;

    private HistoryFile(SqliteConnection connection, HistoryOptions options)
    {
        _connection = connection;
        _targets = new TargetRows(connection);
        (_maxBytes, _ships) = (options.MaxBytes, options.Ships);
        Reader = new HistoryReader(connection, _lock);
        Deliveries = new DeliveryQueue(connection, _lock);
        Shipments = new ShipmentQueue(connection, _lock);
        Uploads = new UploadTable(connection, _lock);
    }

    /// <summary>Null where it is in memory only.</summary>
    public string? Path { get; private init; }

    /// <summary>What has been written.</summary>
    public HistoryReader Reader { get; }

    /// <summary>Messages that are still to be sent.</summary>
    public DeliveryQueue Deliveries { get; }

    /// <summary>Rows that are still to be copied to a server.</summary>
    public ShipmentQueue Shipments { get; }

    /// <summary>Files that are to be copied to a storage.</summary>
    public UploadTable Uploads { get; }

    /// <summary>Opens the file, or creates it with its folder, readable by its owner only.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    public static HistoryFile Open(string path, HistoryOptions? options = null)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            CreateFile(full);
            return Open(full, $"Data Source={full};Default Timeout={MaxWaitSeconds};Pooling=False", options ?? new HistoryOptions());
        }
        catch (Exception problem) when (problem is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw Translate(path, problem);
        }
    }

    /// <summary>A history that ends with the process, for where no file can be written.</summary>
    public static HistoryFile InMemory() => Open(InMemoryName, $"Data Source={InMemoryName}", new HistoryOptions());

    /// <summary>Makes the target known, or says that it is still there.</summary>
    public void Add(StoredTarget target, DateTimeOffset now) => Write(() => _targets.Add(target, now, _ships));

    /// <summary>All of one moment, in one transaction. Their targets are known.</summary>
    public void Add(IReadOnlyCollection<Sample> samples) => Write(() =>
    {
        foreach (var sample in samples) _targets.Add(sample, _ships);
    });

    /// <summary>The event and the messages about it: either all of them are kept, or none.</summary>
    /// <returns>False where the event was there already.</returns>
    public bool Add(StoredEvent happened, IReadOnlyCollection<Delivery> messages)
    {
        var isNew = false;
        Write(() =>
        {
            isNew = _targets.Add(happened, _ships);
            if (!isNew) return;
            foreach (var message in messages) DeliveryQueue.Add(_connection, message);
        });
        return isNew;
    }

    public void Add(EvidenceFile file) => Write(() => _targets.Add(file, _ships));

    /// <summary>The file has been deleted.</summary>
    public void RemoveEvidence(string path) => Write(() => _targets.RemoveEvidence(path, _ships));

    public void Save(RuleRecord rule) => Write(() => _connection.Execute(
        "INSERT INTO rule (target, name, state) VALUES (@target, @name, @state) "
        + "ON CONFLICT (target, name) DO UPDATE SET state = excluded.state",
        ("target", rule.Target), ("name", rule.Rule), ("state", rule.State)));

    public IReadOnlyList<RuleRecord> FindRules(string target)
    {
        lock (_lock)
        {
            return _connection.Query(
                "SELECT name, state FROM rule WHERE target = @target ORDER BY name",
                row => new RuleRecord(target, row.GetString(0), row.GetString(1)),
                ("target", target));
        }
    }

    /// <summary>What SQLite finds wrong with the whole file: <c>ok</c> where it is sound. Reads all of it.</summary>
    public string CheckIntegrity()
    {
        lock (_lock) return string.Join("; ", _connection.Query("PRAGMA integrity_check", row => row.GetString(0)));
    }

    /// <summary>All rules about targets of a host, with the targets.</summary>
    public IReadOnlyList<(StoredTarget Target, RuleRecord Rule)> FindRulesOfHost(string host)
    {
        lock (_lock)
        {
            return _connection.Query(
                "SELECT key, host, container, target.name, command, pid, started, rule.name, state "
                + "FROM rule JOIN target ON target.key = rule.target WHERE host = @host ORDER BY target.id, rule.name",
                row => (
                    new StoredTarget(
                        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt32(5),
                        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6))),
                    new RuleRecord(row.GetString(0), row.GetString(7), row.GetString(8))),
                ("host", host));
        }
    }

    /// <summary>Makes old samples coarser, forgets the rules of targets that have not been seen for a week, and keeps the size.</summary>
    public void Tidy(DateTimeOffset now)
    {
        Write(() =>
        {
            RollUp.Run(_connection, now);
            _connection.Execute(
                "DELETE FROM rule WHERE target NOT IN (SELECT key FROM target WHERE seen >= @since)",
                ("since", now.AddDays(-7).ToUnixTimeMilliseconds()));
        });
        Write(() => SizeCap.Apply(_connection, _maxBytes));
    }

    public void Dispose()
    {
        lock (_lock) _connection.Dispose();
    }

    private static HistoryFile Open(string path, string settings, HistoryOptions options)
    {
        var connection = SqliteLibrary.Connect(settings);
        try
        {
            connection.Open();
            SqliteSchema.Migrate(connection, path);
            return new HistoryFile(connection, options) { Path = path == InMemoryName ? null : path };
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void CreateFile(string path)
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (File.Exists(path)) return;
        var folder = System.IO.Path.GetDirectoryName(path)!; // null only for a root, which exists
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        if (!Directory.Exists(folder)) Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        using var created = new FileStream(
            path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
    }

    private static StoreException Translate(string path, Exception problem)
    {
        const int NotADatabase = 26;
        const int Corrupt = 11;
        return problem is SqliteException { SqliteErrorCode: NotADatabase or Corrupt }
            ? new StoreException($"{path}: not a history of heapwise, or damaged. Delete it, or name another file", problem)
            : new StoreException($"{path}: the history cannot be opened: {problem.Message}", problem);
    }

    /// <exception cref="StoreException">It could not be written, as on a full disk. Nothing of it is there.</exception>
    private void Write(Action work)
    {
        lock (_lock)
        {
            try
            {
                using var transaction = _connection.BeginTransaction(deferred: false);
                work();
                transaction.Commit();
            }
            catch (DbException problem)
            {
                throw new StoreException($"{_connection.DataSource}: the history cannot be written: {problem.Message}", problem);
            }
            finally
            {
                _targets.ForgetUncommitted();
            }
        }
    }
}
