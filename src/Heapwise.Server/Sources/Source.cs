using Heapwise.Server.Events;

namespace Heapwise.Server.Sources;

/// <summary>A file, process or history that the page shows. Its state may change on any thread; pages hear of it.</summary>
public sealed class Source
{
    private readonly Lock _lock = new();
    private readonly EventHub _events;
    private (SourceState State, string? Phase, double? Fraction, string? Error) _now = (SourceState.Waiting, null, null, null);

    internal Source(string id, SourceKind kind, string path, string name, EventHub events)
    {
        (Id, Kind, Path, Name) = (id, kind, path, name);
        _events = events;
        FileBytes = new FileInfo(path) is { Exists: true } file ? file.Length : null;
    }

    public string Id { get; }

    public SourceKind Kind { get; }

    public string Path { get; }

    public string Name { get; }

    public long? FileBytes { get; }

    public int? ProcessId { get; internal init; }

    public SourceState State
    {
        get
        {
            lock (_lock) return _now.State;
        }
    }

    public SourceRow Row
    {
        get
        {
            lock (_lock)
            {
                return new SourceRow
                {
                    Id = Id,
                    Kind = Kind,
                    Name = Name,
                    Path = Path,
                    FileBytes = FileBytes,
                    State = _now.State,
                    Phase = _now.Phase,
                    Fraction = _now.Fraction,
                    Error = _now.Error,
                    Pid = ProcessId,
                };
            }
        }
    }

    internal void Is(SourceState state, string? error = null)
    {
        lock (_lock) _now = (state, null, null, error);
        _events.Publish(new PageEvent("source", Row));
    }

    /// <summary>Pages hear of every hundredth.</summary>
    internal void IsAt(string phase, double fraction)
    {
        lock (_lock)
        {
            var isNews = _now.Phase != phase || (int)(100 * (_now.Fraction ?? 0)) != (int)(100 * fraction);
            if (_now.State != SourceState.Opening || !isNews) return;
            _now = (SourceState.Opening, phase, Math.Round(fraction, 3), null);
        }

        _events.Publish(new PageEvent("source", Row));
    }
}
