using Heapwise.Analysis.Reports;
using Heapwise.Server.Events;
using Heapwise.Server.Requests;

namespace Heapwise.Server.Sources;

/// <summary>Everything that the page shows, in the order in which it came.</summary>
public sealed class SourceRegistry(EventHub events)
{
    private readonly Lock _lock = new();
    private readonly List<Source> _all = [];

    public IReadOnlyList<Source> All
    {
        get
        {
            lock (_lock) return [.. _all];
        }
    }

    /// <summary>Adds a file; one that is there already is returned.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public Source AddFile(string path, string? name = null)
    {
        var full = Path.GetFullPath(path);
        var kind = SourceFile.KindOf(full);
        var id = SourceFile.IdOf(full);
        var source = Add(id, () => new Source(id, kind, full, name ?? Path.GetFileName(full), events));
        if (kind is not (SourceKind.Snapshot or SourceKind.Timeline)) source.Is(SourceState.Ready);
        return source;
    }

    public Source AddProcess(ProcessRow process)
    {
        var id = SourceFile.IdOf(process.Pid);
        var name = process.Script is { } script ? Path.GetFileName(script) : $"node {process.Pid}";
        var source = Add(id, () => new Source(id, SourceKind.Process, process.Command, name, events) { ProcessId = process.Pid });
        source.Is(SourceState.Ready);
        return source;
    }

    public Source AddHistory(string place)
    {
        var source = Add("history", () => new Source("history", SourceKind.History, place, "history", events));
        source.Is(SourceState.Ready);
        return source;
    }

    /// <exception cref="RequestRefusedException">There is none.</exception>
    public Source Get(string id)
    {
        lock (_lock)
        {
            return _all.Find(source => source.Id == id)
                ?? throw RequestRefusedException.NotFound($"Nothing with the id {id} is open here. Open the file again.");
        }
    }

    private Source Add(string id, Func<Source> create)
    {
        Source source;
        lock (_lock)
        {
            if (_all.Find(known => known.Id == id) is { } known) return known;
            _all.Add(source = create());
        }

        return source;
    }
}
