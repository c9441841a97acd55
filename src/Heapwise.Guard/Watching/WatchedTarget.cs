using Heapwise.Guard.Metrics.Figures;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Rules;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Live.Targets;
using Heapwise.Outside.Failures;
using Heapwise.Store.Records;

namespace Heapwise.Guard.Watching;

/// <summary>One process, or worker thread, under watch: how it is read, what was read, and where its rules stand.</summary>
internal sealed class WatchedTarget : IAsyncDisposable
{
    /// <summary>After a failure, the heap is tried again after so many turns: rights and just started programs change.</summary>
    private const int TurnsBetweenAttempts = 10;

    private readonly MachineLock? _lock;
    private readonly SystemReader? _system;
    private readonly TimeProvider _time;
    private InspectorUse _inspector;
    private IHeapReader? _heap;
    private HeapFigures _figures = HeapFigures.None;
    private int _turnsUntilAttempt;
    private DateTimeOffset? _startedAt;
    private string? _nodeVersion;

    private WatchedTarget(TargetIdentity identity, MachineLock? held, GuardSettings settings, TimeProvider time)
    {
        (Identity, _lock, _time, _inspector) = (identity, held, time, settings.Evidence.Inspector);
        _system = identity.Thread is null ? new SystemReader(identity.Node.ProcessId) : null;
        Trail = new Trail(settings.WarmUp);
        Rules = new RuleSet(settings.Rules, settings.StartGrace, identity.Key);
    }

    public TargetIdentity Identity { get; }

    public Trail Trail { get; }

    public RuleSet Rules { get; private set; }

    /// <summary>The worker threads that its latest reading found.</summary>
    public IEnumerable<(TargetIdentity Identity, WorkerHeap Heap)> Workers => (_heap?.Workers ?? [])
        .Select(worker => (new TargetIdentity(Identity.Host, Identity.Boot, Identity.Node, worker.Thread), worker));

    /// <summary>Whether the latest reading has shown its heap.</summary>
    public bool HasHeap => _figures.Values.Count > 0;

    /// <summary>Why its heap cannot be read; null where it can.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Watches it, as no other guard may meanwhile. Null where another one does.</summary>
    public static WatchedTarget? TryTake(TargetIdentity identity, GuardSettings settings, TimeProvider time) =>
        MachineLock.TryTake($"target/{identity.Node.ProcessId}-{identity.Node.Start}") is { } held
            ? new WatchedTarget(identity, held, settings, time)
            : null;

    /// <summary>Only looks at it, whoever else watches it.</summary>
    public static WatchedTarget LookAt(TargetIdentity identity, GuardSettings settings, TimeProvider time) =>
        new(identity, null, settings, time);

    /// <summary>A worker thread of a process that is watched. Of its process's memory and descriptors it has none of its own.</summary>
    public static WatchedTarget OfWorker(TargetIdentity identity, WorkerHeap heap, GuardSettings settings, TimeProvider time) =>
        new(identity, null, settings, time) { _heap = OutsideHeapReader.Of(heap) };

    /// <summary>New settings: what was read stays, and so do alerts of rules that are still there.</summary>
    public void Apply(GuardSettings settings)
    {
        var rules = new RuleSet(settings.Rules, settings.StartGrace, Identity.Key);
        foreach (var rule in settings.Rules) rules.Restore(rule.Name, Rules.StateOf(rule.Name));
        Rules = rules;
        _inspector = settings.Evidence.Inspector;
    }

    /// <summary>For the history.</summary>
    public StoredTarget ToStored() => new(
        Identity.Key, Identity.Host, Identity.Node.Container, Identity.Name, Identity.Node.Command, Identity.Node.ProcessId,
        _time.GetUtcNow() - Identity.Age);

    /// <summary>For metrics; null before the first reading.</summary>
    /// <param name="nodeVersion">Finds the version of a process's Node.</param>
    public TargetFigures? FindFigures(Func<int, string?> nodeVersion)
    {
        if (Trail.Latest is not { } latest) return null;
        var isProcess = Identity.Thread is null;
        return new TargetFigures(Identity, latest, _system?.Use, _figures)
        {
            StartedAt = _startedAt ??= latest.Time - latest.Age,
            NodeVersion = isProcess ? _nodeVersion ??= nodeVersion(Identity.Node.ProcessId) : null,
            Floor = FloorFigures.Of(Trail, isProcess),
        };
    }

    public async Task ReadAsync(CancellationToken cancellation)
    {
        var at = _time.GetElapsedTime(0);
        var values = _system?.Read(at) ?? [];
        _figures = await ReadHeapAsync(cancellation);
        foreach (var (figure, value) in _figures.Values) values[figure] = value;
        Trail.Add(new Reading(at, _time.GetUtcNow(), Identity.Age, values));
    }

    public async ValueTask DisposeAsync()
    {
        if (_heap is not null) await _heap.DisposeAsync();
        _lock?.Dispose();
    }

    private async Task<HeapFigures> ReadHeapAsync(CancellationToken cancellation)
    {
        if (_heap is null && _turnsUntilAttempt-- > 0) return HeapFigures.None;
        try
        {
            _heap ??= OpenHeap();
            var read = await _heap.ReadAsync(cancellation);
            Obstacle = null;
            return read;
        }
        catch (Exception problem) when (IsExpected(problem))
        {
            if (Identity.Thread is not null) return HeapFigures.None; // it is ending, or between two states
            Obstacle = problem.Message;
            if (_heap is not null) await _heap.DisposeAsync();
            _heap = null;
            // A heap that was read before is tried again at once.
            _turnsUntilAttempt = Trail.Latest?.Find(Figure.HeapUsed) is null ? TurnsBetweenAttempts : 0;
            return HeapFigures.None;
        }
    }

    /// <summary>From outside; through the inspector only where that is not possible, and wanted.</summary>
    private IHeapReader OpenHeap()
    {
        var processId = Identity.Node.ProcessId;
        try
        {
            return OutsideHeapReader.Open(processId);
        }
        catch (Exception problem) when (_inspector == InspectorUse.Readings && IsExpected(problem))
        {
            return new InspectorHeapReader(processId, _time);
        }
    }

    private static bool IsExpected(Exception problem) =>
        problem is OutsideException or TargetException or IOException or UnauthorizedAccessException;
}
