using System.Globalization;
using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Leaks.Evidence;
using Heapwise.Analysis.Retention;
using Heapwise.Heap;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>
/// Timers that gather, told apart by their callback. In Node's lists they hang one on the other, so that the path to each leads through
/// all before it, whosesoever they are: a tree of owners shows one long tail. So each timer is taken by itself, with what is reached
/// through it alone. A timer that sets itself again is a new object each time; it counts as old as the oldest thing it hands on.
/// Only callbacks of the program and its libraries count, and async functions of the program that wait, of timers in a list or in an old object: a timer in a new object goes with that.
/// Time: two passes over the nodes. Memory: 4 bytes a node.
/// </summary>
internal sealed class TimerLeaks
{
    private const int Old = -1;

    private readonly Survivors _survivors;
    private readonly HeapSnapshot _snapshot;
    private readonly Rungs _rungs;
    private readonly IReadOnlyList<RunningTimer> _timers;
    private readonly List<Group> _groups = [];

    private TimerLeaks(Survivors survivors, Rungs rungs)
    {
        _survivors = survivors;
        _snapshot = survivors.Paths.Snapshot;
        _rungs = rungs;
        _timers = RunningTimers.Of(_snapshot);
    }

    /// <summary>The timers that leak.</summary>
    public IReadOnlySet<NodeIndex> Leaking { get; private set; } = new HashSet<NodeIndex>();

    /// <summary>All others, and Node's lists: what hangs at these is no part of a leaking timer before them.</summary>
    public IReadOnlySet<NodeIndex> Others { get; private set; } = new HashSet<NodeIndex>();

    public static TimerLeaks Find(Survivors survivors, Rungs rungs)
    {
        var leaks = new TimerLeaks(survivors, rungs);
        leaks.Find();
        return leaks;
    }

    /// <summary>The evidence, a cluster for each callback.</summary>
    public IEnumerable<LeakCluster> Clusters(IReadOnlyList<SnapshotIds> earlier) => _groups.Select(group => Describe(group, earlier));

    private void Find()
    {
        if (_timers.Count < Rungs.LeastObjects) return;
        using var owners = OwnersOfNodes();
        var oldest = OldestKept(owners);
        var leaking = new HashSet<NodeIndex>();
        var all = _timers.Select((timer, i) => (Timer: timer, At: i)).Where(row => IsCandidate(row.Timer));
        foreach (var rows in all.GroupBy(row => (_snapshot.Graph.LocationOf(row.Timer.Made), row.Timer.IsRepeating)))
        {
            var members = rows.ToList();
            var births = members.ConvertAll(row => _survivors.RungOf(row.Timer.Node));
            var isRearmed = false;
            if (!_rungs.AreSteady(Count(births)))
            {
                if (rows.Key.IsRepeating) continue;
                births = members.ConvertAll(row => oldest[row.At]);
                isRearmed = true;
                if (!_rungs.AreSteady(Count(births))) continue;
            }

            var group = new Group([.. members.Select((row, i) => (row.Timer, births[i])).Where(row => row.Item2 >= 0)], Count(births), isRearmed);
            foreach (var (timer, _) in members) leaking.Add(timer.Node);
            _groups.Add(group);
        }

        if (_groups.Count == 0) return;
        Tally(owners);
        Leaking = leaking;
        var others = _timers.SelectMany(timer => new[] { timer.Node, timer.List }).ToHashSet();
        others.ExceptWith(leaking);
        Others = others;
    }

    private bool IsCandidate(RunningTimer timer)
    {
        if (_snapshot.PositionOf(timer.Made) is not { } made || CodeOrigin.OwnerOf(made.Path) == CodeOwner.Runtime) return false;
        if (_survivors.RungOf(timer.Node) < 0) return false;
        var holder = _survivors.Paths.ParentOf(timer.Node);
        return _survivors.IsOld(holder) || _snapshot.Graph.NameOf(holder) is "TimersList" or "Timeout";
    }

    /// <summary>
    /// By node the timer, counted from 1, that its best path leads through last; 0 for others, and for what is reached through an object older
    /// than the first snapshot, since that is there without the timer.
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
            owners[at] = own.TryGetValue(at, out var timer) ? timer : _survivors.IsOld(parent) && !own.ContainsKey(parent.Value) ? 0 : owners[parent.Value];
        }

        return owners;
    }

    /// <summary>By timer the rung of the oldest thing that is reached through it.</summary>
    private int[] OldestKept(NativeColumn<int> owners)
    {
        var oldest = new int[_timers.Count];
        Array.Fill(oldest, int.MaxValue);
        foreach (var at in _survivors.Paths.Order)
        {
            var node = new NodeIndex(at);
            if (owners[at] == 0 || _survivors.IsIgnored(node) || !_snapshot.Graph.IdOf(node).IsStable) continue;
            ref var known = ref oldest[owners[at] - 1];
            known = Math.Min(known, _survivors.IsOld(node) ? Old : _survivors.RungOf(node));
        }

        return oldest;
    }

    private int[] Count(IEnumerable<int> births)
    {
        var counts = new int[_rungs.Count];
        foreach (var rung in births)
        {
            if (rung >= 0) counts[rung]++;
        }

        return counts;
    }

    /// <summary>All that is reached through the timers of each group, by class, as old as its timer.</summary>
    private void Tally(NativeColumn<int> owners)
    {
        var timers = _timers.Select((timer, i) => (timer.Node, i)).ToDictionary(row => row.Node, row => row.i + 1);
        var groups = new Dictionary<int, (Group Group, int Rung)>();
        foreach (var group in _groups)
        {
            group.Classes = new ClassTally(_snapshot, _rungs.Count);
            foreach (var (timer, rung) in group.Timers) groups[timers[timer.Node]] = (group, rung);
        }

        foreach (var at in _survivors.Paths.Order)
        {
            if (owners[at] == 0 || !groups.TryGetValue(owners[at], out var row)) continue;
            var node = new NodeIndex(at);
            if (_survivors.RungOf(node) >= 0) row.Group.Classes!.Add(node, row.Rung, false); // made above
        }
    }

    private LeakCluster Describe(Group group, IReadOnlyList<SnapshotIds> earlier)
    {
        var paths = _survivors.Paths;
        var (example, _) = group.Timers.MinBy(row => paths.CostOf(row.Timer.Node));
        var lists = group.Timers.Select(row => row.Timer.List).Distinct().ToList();
        var holder = lists.Count == 1 ? lists[0] : paths.ParentOf(lists[0]);

        // Sockets that a callback keeps have timers of their own, which are not those that are counted.
        var all = group.Classes!.Classes; // tallied with the group
        var entry = all.First(row => row.Name == "Timeout") with { Example = example.Node, Born = [.. group.Born.Select(count => (long)count)] };
        List<SurvivorClass> classes = [.. all.Select(row => row.Name == entry.Name ? entry : row)];
        var facts = new TimerFacts(lists.Count == 1 ? example.Milliseconds : null, example.IsRepeating, group.IsRearmed, example.Call is not null);
        var made = _snapshot.PositionOf(example.Made)!; // candidates have one
        if (example.Call is { } waits && AwaitingFunctions.FunctionOf(_snapshot.Graph, waits) is { } waiting) made = made with { Function = _snapshot.Graph.NameOf(waiting) };
        var function = example.Call is not null ? OfCall(made) : LeakedFunction.Of(_survivors, example.Callback, example.Bound);
        var born = Enumerable.Range(0, _rungs.Count).Select(rung => classes.Sum(row => row.Born[rung])).ToArray();
        return new LeakCluster
        {
            Holder = holder,
            Point = holder,
            HolderClass = _snapshot.Classes.NameOf(holder),
            HolderOwner = CodeOwner.Runtime,
            Name = new HolderName
            {
                Kind = HolderKind.Instance,
                Name = facts.Starter,
                Root = null,
                Members = [],
                OwnerClass = function?.Name ?? facts.Milliseconds?.ToString(CultureInfo.InvariantCulture), // tells two callbacks of one file apart
                File = made.Path,
                Functions = [],
                Library = CodeOrigin.LibraryOf(made.Path),
                Named = holder,
                Path = paths.To(holder)!, // Node's lists are reached
            },
            Kind = CollectionKind.None,
            Entries = null,
            Keys = null,
            IsSpread = false,
            Born = born,
            Bytes = classes.Sum(row => row.Bytes),
            Evenness = _rungs.EvennessOf(group.Born),
            Classes = classes,
            Entry = entry,
            Function = function,
            Timer = facts,
            AsyncContext = AsyncContexts.Of(_survivors, example.Node, classes.Sum(row => row.Bytes) / (double)entry.Count),
            Path = PathTo(example),
            HolderGrew = HolderGrowth.ClassGrew(_snapshot, entry, earlier),
            CreatedAt = CodeOrigin.OwnerOf(made.Path) == CodeOwner.Application ? [made] : group.Classes.Places(NodeType.Closure, entry.Count / 2), // a library's callback calls the program's
            ClassesAt = [],
            AlsoHeldBy = [],
        };
    }

    /// <summary>The async function that waits. What it keeps stands in registers, which have no names.</summary>
    private static LeakedFunction OfCall(CodePosition made) => new(string.IsNullOrEmpty(made.Function) ? null : made.Function, made, []);

    /// <summary>The best path to the timer, and on to its callback.</summary>
    private RootPath PathTo(RunningTimer timer)
    {
        var hops = _survivors.Paths.To(timer.Node)!.Hops; // running timers are reached
        foreach (var edge in _snapshot.Graph.EdgesOf(timer.Node))
        {
            if (edge.Type == EdgeType.Property && edge.To == (timer.Bound ?? timer.Callback)) return new RootPath([.. hops, new PathHop(edge.Index, edge.To)]);
        }

        return new RootPath(hops);
    }

    private sealed record Group(IReadOnlyList<(RunningTimer Timer, int Rung)> Timers, int[] Born, bool IsRearmed)
    {
        public ClassTally? Classes { get; set; }
    }
}
