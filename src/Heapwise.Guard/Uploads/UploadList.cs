using Heapwise.Guard.Chronicles;
using Heapwise.Guard.Targets;
using Heapwise.Store.Records;
using Heapwise.Store.Sqlite;

namespace Heapwise.Guard.Uploads;

/// <summary>
/// What is to be uploaded, here and in the history: a guard that is started again goes on with it, and one whose history cannot be written
/// goes on without. Of two guards with one history, each file belongs to one: whoever holds its lock. Thread-safe.
/// </summary>
/// <param name="chronicle">Keeps it.</param>
internal sealed class UploadList(Chronicle chronicle) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<(StoredUpload Upload, TargetIdentity Target, MachineLock Held)> _entries = [];
    private HistoryFile? _kept;

    /// <summary>Those of earlier guards that have ended since.</summary>
    public void Load()
    {
        var targets = chronicle.History.Reader.FindTargets().ToDictionary(seen => seen.Target.Key, StringComparer.Ordinal);
        foreach (var upload in chronicle.History.Uploads.FindAll())
            if (targets.TryGetValue(upload.File.Target, out var seen)) Add(upload, TargetIdentity.Of(seen.Target));
        _kept = chronicle.History;
    }

    /// <returns>False where it is there already, or another guard has it.</returns>
    public bool Add(StoredUpload upload, TargetIdentity target)
    {
        lock (_lock)
        {
            if (_entries.Exists(entry => entry.Upload.File.Path == upload.File.Path)) return false;
            if (MachineLock.TryTake($"upload/{ObjectKey.Hash(upload.File.Path)}") is not { } held) return false;
            _entries.Add((upload, target, held));
        }

        chronicle.Save(upload);
        return true;
    }

    public void Save(StoredUpload upload)
    {
        lock (_lock)
        {
            var index = _entries.FindIndex(entry => entry.Upload.File.Path == upload.File.Path);
            if (index < 0) return; // the file was deleted meanwhile
            _entries[index] = _entries[index] with { Upload = upload };
        }

        chronicle.Save(upload);
    }

    /// <summary>There is nothing left to do about it.</summary>
    /// <returns>How far it had come; null where it was not there.</returns>
    public StoredUpload? Remove(string path)
    {
        StoredUpload removed;
        lock (_lock)
        {
            var index = _entries.FindIndex(entry => entry.Upload.File.Path == path);
            if (index < 0) return null;
            removed = _entries[index].Upload;
            _entries[index].Held.Dispose();
            _entries.RemoveAt(index);
        }

        chronicle.RemoveUpload(path);
        return removed;
    }

    public IReadOnlyList<(StoredUpload Upload, TargetIdentity Target)> All()
    {
        lock (_lock) return [.. _entries.Select(entry => (entry.Upload, entry.Target))];
    }

    /// <summary>After the history was lost, or came back: it has all again.</summary>
    public void Sync()
    {
        if (ReferenceEquals(_kept, chronicle.History)) return;
        _kept = chronicle.History;
        foreach (var (upload, _) in All()) chronicle.Save(upload);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var entry in _entries) entry.Held.Dispose();
            _entries.Clear();
        }
    }
}
