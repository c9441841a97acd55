using Heapwise.Guard.Alerts;
using Heapwise.Guard.Alerts.Dispatching;
using Heapwise.Guard.Chronicles;
using Heapwise.Guard.Evidence;
using Heapwise.Guard.Metrics.Figures;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Rules;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Live.Attaching;
using Heapwise.Live.Processes;
using Heapwise.Store.Records;

namespace Heapwise.Guard.Watching;

/// <summary>
/// The watch: at every turn it looks which processes are there, reads each, advances its rules, tells what is new and orders evidence.
/// One turn after the other on one thread; slow work (evidence, receivers) is done elsewhere.
/// </summary>
public sealed class GuardLoop : IAsyncDisposable
{
    private static readonly TimeSpan TidyEvery = TimeSpan.FromMinutes(5);

    private readonly TargetChoice _choice;
    private readonly Machine _machine;
    private readonly bool _isDry;
    private readonly Chronicle _chronicle;
    private readonly Dispatcher _dispatcher;
    private readonly IEvidence _evidence;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;
    private readonly NodeSightings _sightings = new();
    private readonly Dictionary<string, WatchedTarget> _targets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _elsewhere = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unread = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ended = new(StringComparer.Ordinal);
    private GuardSettings _settings;
    private readonly DateTimeOffset _startedAt;
    private GuardWork _work = new(0, TimeSpan.Zero, 0, 0, 0, 0);
    private TimeSpan _nextTidy;
    private bool _hasLooked;

    public GuardLoop(
        GuardSettings settings, TargetChoice choice, Machine machine, Chronicle chronicle, Dispatcher dispatcher, IEvidence evidence,
        TimeProvider time, Action<string> say, bool isDry = false)
    {
        (_settings, _choice, _machine, _isDry) = (settings, choice, machine, isDry);
        (_chronicle, _dispatcher, _evidence, _time, _say) = (chronicle, dispatcher, evidence, time, say);
        _startedAt = time.GetUtcNow();
    }

    /// <summary>What metrics are made of.</summary>
    public MetricsBoard Metrics { get; } = new();

    /// <summary>How many orders of evidence have left files, and how many have not.</summary>
    public Func<(long Taken, long Refused)> FindCaptures { get; init; } = () => default;

    /// <summary>What is watched now, for a summary: the name, the latest reading, and why its heap cannot be read.</summary>
    public IReadOnlyList<(TargetIdentity Target, Reading? Latest, string? Obstacle)> Targets =>
        [.. _targets.Values.Select(target => (target.Identity, target.Trail.Latest, target.Obstacle))];

    /// <summary>How many alerts are open.</summary>
    public int FiringCount => _targets.Values.Sum(target => _settings.Rules.Count(rule => IsFiring(target, rule)));

    /// <summary>New settings, from the next turn on.</summary>
    public void Apply(GuardSettings settings)
    {
        _settings = settings;
        foreach (var target in _targets.Values) target.Apply(settings);
    }

    /// <summary>Turns until it is cancelled, or nothing is left to watch.</summary>
    /// <param name="afterTurn">Called after every turn, on the same thread: a sign of life.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(Action afterTurn, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var start = _time.GetTimestamp();
            await TurnAsync(cancellation);
            Publish(_time.GetElapsedTime(start));
            afterTurn();
            if (_choice is TargetChoice.Process && _targets.Count == 0 && _elsewhere.Count == 0) return; // there will never be another
            var rest = _settings.Interval - _time.GetElapsedTime(start);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, _time, cancellation);
        }
    }

    public async Task TurnAsync(CancellationToken cancellation)
    {
        var seen = FindTargets();
        await EndMissingAsync(seen);
        foreach (var identity in seen) TryWatch(identity);
        if (!_hasLooked) EndAlertsOfTheDead();
        _hasLooked = true;
        var processes = _targets.Values.Where(target => target.Identity.Thread is null).ToList();
        var samples = await ReadAsync(processes, cancellation);
        foreach (var (identity, heap) in processes.SelectMany(process => process.Workers).ToList()) TryWatch(identity, heap);
        samples.AddRange(await ReadAsync([.. _targets.Values.Where(target => target.Identity.Thread is not null)], cancellation));
        _chronicle.Add(samples);
        if (_time.GetElapsedTime(0) is var now && now < _nextTidy) return;
        _nextTidy = now + TidyEvery;
        foreach (var target in _targets.Values) _chronicle.Add(target.ToStored(), _time.GetUtcNow()); // still there
        _chronicle.Tidy(_time.GetUtcNow());
        // A turn allocates so little that the runtime would let hours of garbage pile up before it collects: we are a guest here.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var target in _targets.Values) await target.DisposeAsync();
        _targets.Clear();
    }

    private static bool IsFiring(WatchedTarget target, Rule rule) => target.Rules.StateOf(rule.Name).Phase == RulePhase.Firing;

    private void Publish(TimeSpan turn)
    {
        var (taken, refused) = FindCaptures();
        _work = _work with { Turns = _work.Turns + 1, TurnTime = _work.TurnTime + turn, Captures = taken, Refusals = refused };
        if (!Metrics.IsWanted) return;
        var figures = _targets.Values.Where(target => target.Identity.IsThere())
            .Select(target => target.FindFigures(Metrics.FindNodeVersion))
            .OfType<TargetFigures>();
        Metrics.Publish(new GuardFigures(_time.GetUtcNow(), _machine.Host, [.. figures], _work)
        {
            Firing = [.. _settings.Rules.Select(rule => (rule.Name, _targets.Values.Count(target => IsFiring(target, rule))))],
            Waiting = _dispatcher.CountWaiting(),
            Own = OwnProcess.Read(_startedAt),
        });
    }

    /// <summary>Reads and judges some of them.</summary>
    private async Task<List<Sample>> ReadAsync(List<WatchedTarget> targets, CancellationToken cancellation)
    {
        var samples = new List<Sample>();
        foreach (var target in targets)
        {
            await target.ReadAsync(cancellation);
            _work = _work with { Readings = _work.Readings + 1, UnreadHeaps = _work.UnreadHeaps + (target.HasHeap ? 0 : 1) };
            if (!target.Identity.IsThere()) continue; // its end is reported at the next turn
            samples.Add(SampleOf(target));
            Judge(target);
        }

        return samples;
    }

    /// <summary>Those that are meant, without what runs only to run us.</summary>
    private List<TargetIdentity> FindTargets()
    {
        var above = new HashSet<int>();
        for (var id = Environment.ProcessId; id > 1 && above.Add(id);) id = ProcStatus.Find(id)?.ParentId ?? 0;
        return [.. _choice.Among(_sightings.Look()).Where(node => !above.Contains(node.ProcessId))
            .Select(node => new TargetIdentity(_machine.Host, _machine.Boot, node))];
    }

    /// <param name="identity">Which.</param>
    /// <param name="worker">The heap, of a worker thread of a process that we watch.</param>
    private void TryWatch(TargetIdentity identity, WorkerHeap? worker = null)
    {
        if (_targets.ContainsKey(identity.Key)) return;
        var taken = worker is not null ? WatchedTarget.OfWorker(identity, worker, _settings, _time)
            : _isDry ? WatchedTarget.LookAt(identity, _settings, _time) // is not in anybody's way
            : WatchedTarget.TryTake(identity, _settings, _time);
        if (taken is not { } target)
        {
            if (_elsewhere.Add(identity.Key)) _say($"{identity}: another guard watches it");
            return;
        }

        _elsewhere.Remove(identity.Key);
        _targets[identity.Key] = target;
        _chronicle.Add(target.ToStored(), _time.GetUtcNow());
        foreach (var record in _chronicle.History.FindRules(identity.Key))
            if (RuleJson.TryRead(record.State) is { } state) target.Rules.Restore(record.Rule, state);
        var replaced = 0;
        if (identity.Thread is null) _ended.Remove(identity.Program, out replaced);
        _dispatcher.Tell(new News.Appeared(identity, _time.GetUtcNow(), replaced));
    }

    private async Task EndMissingAsync(List<TargetIdentity> seen)
    {
        var there = seen.Select(identity => identity.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var target in _targets.Values.Where(HasEnded).ToList())
        {
            _targets.Remove(target.Identity.Key);
            foreach (var step in target.Rules.End(_time.GetElapsedTime(0))) Tell(target, step, hasEnded: true);
            _dispatcher.Tell(new News.Ended(target.Identity, _time.GetUtcNow(), Outlook.Of(target.Trail)));
            if (target.Identity.Thread is null) _ended[target.Identity.Program] = target.Identity.Node.ProcessId;
            _unread.Remove(target.Identity.Key);
            _chronicle.Forget(target.Identity.Key);
            await target.DisposeAsync();
        }

        _elsewhere.IntersectWith(there);

        bool HasEnded(WatchedTarget target) =>
            target.Identity.Thread is null ? !there.Contains(target.Identity.Key) : !target.Identity.IsThere();
    }

    /// <summary>Alerts that an earlier guard left open about processes that have ended since: an end always follows.</summary>
    private void EndAlertsOfTheDead()
    {
        foreach (var (stored, record) in _chronicle.History.FindRulesOfHost(_machine.Host))
        {
            if (RuleJson.TryRead(record.State) is not { Phase: RulePhase.Firing } state) continue;
            var identity = TargetIdentity.Of(stored);
            if (_targets.ContainsKey(stored.Key) || identity.IsThere()) continue;
            var (next, change) = state.End(_time.GetElapsedTime(0));
            _chronicle.Save(record with { State = RuleJson.Write(next) });
            if (change != RuleChange.Resolved || _settings.Rules.FirstOrDefault(rule => rule.Name == record.Rule) is not { } rule) continue;
            var outlook = Outlook.Of(new Trail(TimeSpan.Zero));
            _dispatcher.Tell(new News.Resolved(identity, _time.GetUtcNow(), rule, state.Alert, HasEnded: true, outlook));
        }
    }

    private void Judge(WatchedTarget target)
    {
        if (target.Obstacle is { } obstacle && _unread.Add(target.Identity.Key))
            _say($"{target.Identity}: its heap cannot be read: {obstacle}. Its memory is watched all the same");
        foreach (var step in target.Rules.Advance(target.Trail)) Tell(target, step, hasEnded: false);
        if (target.Identity.Thread is null && IsHealthy(target)) _evidence.OrderBaseline(target.Identity, target.Trail);
    }

    /// <summary>Warm, far from every limit, and nothing that grows: what a later snapshot is compared with.</summary>
    private bool IsHealthy(WatchedTarget target) =>
        target.Trail.IsWarm && _settings.Rules.All(rule => target.Rules.StateOf(rule.Name).Phase == RulePhase.Quiet);

    private void Tell(WatchedTarget target, RuleStep step, bool hasEnded)
    {
        _chronicle.Save(new RuleRecord(target.Identity.Key, step.Rule.Name, RuleJson.Write(step.State)));
        var outlook = Outlook.Of(target.Trail);
        var now = _time.GetUtcNow();
        switch (step.Change)
        {
            case RuleChange.Fired:
                _dispatcher.Tell(new News.Fired(target.Identity, now, step.Rule, step.Alert, step.Judgement, outlook));
                if (step.Rule.Terms.Captures) _evidence.OrderPair(target.Identity, step.Alert, target.Trail);
                break;
            case RuleChange.Resolved:
                _dispatcher.Tell(new News.Resolved(target.Identity, now, step.Rule, step.Alert, hasEnded, outlook));
                break;
            case RuleChange.Suppressed:
                var limit = step.Rule.Terms.MaxAlerts;
                _say($"{target.Identity}: {step.Rule.Name} again; it has fired {limit} times already and is not reported");
                break;
        }
    }

    private static Sample SampleOf(WatchedTarget target) => new(
        target.Identity.Key,
        target.Trail.Latest!.Time, // just read
        target.Trail.Latest.Values.ToDictionary(value => FigureNames.NameOf(value.Key), value => value.Value));
}
