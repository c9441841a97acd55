using Heapwise.Store;
using Heapwise.Store.Records;
using Heapwise.Store.Sqlite;

namespace Heapwise.Guard.Chronicles;

/// <summary>
/// What the guard remembers. Where the file fails (a full disk, a damaged file, no rights), it remembers in memory instead, says so once,
/// and tries the file again at every tidying: watching does not depend on it. Thread-safe.
/// </summary>
public sealed class Chronicle : IDisposable
{
    private readonly string? _path;
    private readonly HistoryOptions _options;
    private readonly Action<string> _say;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredTarget> _targets = new(StringComparer.Ordinal);
    private HistoryFile _history;
    private bool _isLost;

    /// <param name="path">The file; null: nothing is kept, as in a dry run.</param>
    /// <param name="options">How it is kept.</param>
    /// <param name="say">Hears of failures.</param>
    public Chronicle(string? path, HistoryOptions options, Action<string> say)
    {
        (_path, _options, _say) = (path, options, say);
        _history = HistoryFile.InMemory();
        if (path is not null) TryOpen();
    }

    /// <summary>The file, or what stands for it.</summary>
    public HistoryFile History
    {
        get { lock (_lock) return _history; }
    }

    public void Add(StoredTarget target, DateTimeOffset now)
    {
        lock (_lock) _targets[target.Key] = target;
        Try(history => history.Add(target, now));
    }

    public void Forget(string target)
    {
        lock (_lock) _targets.Remove(target);
    }

    public void Add(IReadOnlyCollection<Sample> samples) => Try(history => history.Add(samples));

    public void Add(StoredEvent happened, IReadOnlyCollection<Delivery> messages) => Try(history => history.Add(happened, messages));

    public void Add(EvidenceFile file) => Try(history => history.Add(file));

    /// <summary>A file has been deleted. It may have been of an earlier process of the program.</summary>
    public void RemoveEvidence(string path) => Try(history => history.RemoveEvidence(path));

    public void Save(RuleRecord rule) => Try(history => history.Save(rule));

    public void Save(StoredUpload upload) => Try(history => history.Uploads.Save(upload));

    /// <summary>A file need not be uploaded any more.</summary>
    public void RemoveUpload(string path) => Try(history => history.Uploads.Remove(path));

    /// <summary>Makes room, and goes back to the file where it has been lost.</summary>
    public void Tidy(DateTimeOffset now)
    {
        if (_isLost) TryOpen();
        Try(history => history.Tidy(now));
    }

    public void Dispose() => History.Dispose();

    private void Try(Action<HistoryFile> write)
    {
        try
        {
            write(History);
        }
        catch (StoreException problem)
        {
            Lose(problem);
            write(History); // in memory
        }
    }

    private void TryOpen()
    {
        try
        {
            var opened = HistoryFile.Open(_path!, _options); // not called without a path
            lock (_lock)
            {
                _history.Dispose();
                _history = opened;
                if (_isLost) _say($"the history is in {_path} again");
                _isLost = false;
            }
        }
        catch (StoreException problem)
        {
            Lose(problem);
        }
    }

    private void Lose(StoreException problem)
    {
        lock (_lock)
        {
            if (!_isLost) _say($"{problem.Message}. It is kept in memory until the file can be used; watching goes on");
            else if (_history.Path is null) return; // already in memory
            _isLost = true;
            _history.Dispose();
            _history = HistoryFile.InMemory();
            foreach (var target in _targets.Values) _history.Add(target, target.StartedAt);
        }
    }
}
