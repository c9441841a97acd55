using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Timers that accumulate, told apart by their callback. In Node's lists they hang one on the other, so the path to each
/// leads through all before it, whoever started them: a tree of owners shows one long tail. So each timer is taken by
/// itself, with what is reached through it alone. A timer that sets itself again is a new object each time; it counts as
/// old as the oldest thing it hands on. Only callbacks of the program and its libraries count, and async functions of the
/// program that wait, and only for timers in a list or in an old object: a timer in a new object goes with that object.
/// Time: two passes over the nodes. Memory: 4 bytes a node.
/// </summary>
internal sealed class TimerGroups
{
    private const int Old = -1;

    private readonly LeakContext _context;
    private readonly SurvivorSet _survivors;
    private readonly HeapSnapshot _snapshot;
    private readonly IReadOnlyList<RunningTimer> _timers;
    private readonly List<TimerGroup> _groups = [];

    private TimerGroups(LeakContext context)
    {
        _context = context;
        _survivors = context.Survivors;
        _snapshot = context.Snapshot;
        _timers = RunningTimers.FindAll(_snapshot);
    }

    /// <summary>The timers that leak, a cluster for each callback; null where none do.</summary>
    public static SurvivorClaim? FindClaim(LeakContext context)
    {
        var groups = new TimerGroups(context);
        return groups._timers.Count < SnapshotIntervals.MinObjects ? null : groups.FindClaim();
    }

    private SurvivorClaim? FindClaim()
    {
        using var owners = OwnersOfNodes();
        var oldest = OldestKept(owners);
        var leaking = new HashSet<NodeIndex>();
        var candidates = _timers.Select((timer, i) => (Timer: timer, At: i)).Where(row => IsCandidate(row.Timer));
        foreach (var rows in candidates.GroupBy(row => (_snapshot.Graph.LocationOf(row.Timer.Made), row.Timer.IsRepeating)))
        {
            var members = rows.ToList();
            if (FindSteady(members, rows.Key.IsRepeating, oldest) is not { } group) continue;
            foreach (var (timer, _) in members) leaking.Add(timer.Node);
            _groups.Add(group);
        }

        if (_groups.Count == 0) return null;
        Tally(owners);
        var others = _timers.SelectMany(timer => new[] { timer.Node, timer.List }).ToHashSet();
        others.ExceptWith(leaking);

        // Node's lists each have a timer in them, which is reported.
        return new SurvivorClaim(leaking, others, [.. _groups.Select(group => TimerClusters.Create(_context, group))], IsTimerList);
    }

    private static bool IsTimerList(LeakCluster cluster) => cluster.Entry?.Name == "TimersList";

    /// <summary>The timers of one callback, by their own birth or by that of what they hand on; null where neither is steady.</summary>
    private TimerGroup? FindSteady(List<(RunningTimer Timer, int At)> members, bool isRepeating, int[] oldest)
    {
        var births = members.ConvertAll(row => _survivors.IntervalOf(row.Timer.Node));
        var isRearmed = false;
        if (!_context.Intervals.AreSteady(Count(births)))
        {
            if (isRepeating) return null;
            births = members.ConvertAll(row => oldest[row.At]);
            isRearmed = true;
            if (!_context.Intervals.AreSteady(Count(births))) return null;
        }

        var timers = members.Select((row, i) => (row.Timer, births[i])).Where(row => row.Item2 >= 0);
        return new TimerGroup([.. timers], Count(births), isRearmed, new ClassTally(_snapshot, _context.Intervals.Count));
    }

    private bool IsCandidate(RunningTimer timer)
    {
        if (_snapshot.PositionOf(timer.Made) is not { } made || CodeOrigin.OwnerOf(made.Path) == CodeOwner.Runtime) return false;
        if (_survivors.IntervalOf(timer.Node) < 0) return false;
        var holder = _survivors.Paths.ParentOf(timer.Node);
        return _survivors.IsOld(holder) || _snapshot.Graph.NameOf(holder) is "TimersList" or "Timeout";
    }

    /// <summary>
    /// For each node the timer, counted from 1, that its best path leads through last; 0 for others, and for what is
    /// reached through an object older than the first snapshot, since that is there without the timer.
    /// </summary>
    private NativeColumn<int> OwnersOfNodes()
    {
        var owners = new NativeColumn<int>(_snapshot.Graph.NodeCount);
        var own = new Dictionary<int, int>();
        for (var i = 0; i < _timers.Count; i++)
        {
            own[_timers[i].Node.Value] = i + 1;
            own[_timers[i].List.Value] = 0;
        }

        foreach (var at in _survivors.Paths.Order[1..])
        {
            var parent = _survivors.Paths.ParentOf(new NodeIndex(at));
            if (own.TryGetValue(at, out var timer)) owners[at] = timer;
            else owners[at] = _survivors.IsOld(parent) && !own.ContainsKey(parent.Value) ? 0 : owners[parent.Value];
        }

        return owners;
    }

    /// <summary>For each timer the interval of the oldest thing that is reached through it.</summary>
    private int[] OldestKept(NativeColumn<int> owners)
    {
        var oldest = new int[_timers.Count];
        Array.Fill(oldest, int.MaxValue);
        foreach (var at in _survivors.Paths.Order)
        {
            var node = new NodeIndex(at);
            if (owners[at] == 0 || _survivors.IsIgnored(node) || !_snapshot.Graph.IdOf(node).IsStable) continue;
            ref var known = ref oldest[owners[at] - 1];
            known = Math.Min(known, _survivors.IsOld(node) ? Old : _survivors.IntervalOf(node));
        }

        return oldest;
    }

    private int[] Count(IEnumerable<int> births)
    {
        var counts = new int[_context.Intervals.Count];
        foreach (var interval in births)
        {
            if (interval >= 0) counts[interval]++;
        }

        return counts;
    }

    /// <summary>Everything that is reached through the timers of each group, by class, as old as its timer.</summary>
    private void Tally(NativeColumn<int> owners)
    {
        var timers = _timers.Select((timer, i) => (timer.Node, i)).ToDictionary(row => row.Node, row => row.i + 1);
        var groups = new Dictionary<int, (TimerGroup Group, int Interval)>();
        foreach (var group in _groups)
        {
            foreach (var (timer, interval) in group.Timers) groups[timers[timer.Node]] = (group, interval);
        }

        foreach (var at in _survivors.Paths.Order)
        {
            if (owners[at] == 0 || !groups.TryGetValue(owners[at], out var row)) continue;
            var node = new NodeIndex(at);
            if (_survivors.IntervalOf(node) >= 0) row.Group.Classes.Add(node, row.Interval, isDirect: false);
        }
    }
}

/// <summary>Timers of one callback that accumulate.</summary>
/// <param name="Timers">The timers, each with the interval that it counts for.</param>
/// <param name="Born">Timers by interval.</param>
/// <param name="IsRearmed">True where each sets the next one.</param>
/// <param name="Classes">What is reached through them.</param>
internal sealed record TimerGroup(IReadOnlyList<(RunningTimer Timer, int Interval)> Timers, int[] Born, bool IsRearmed, ClassTally Classes);
