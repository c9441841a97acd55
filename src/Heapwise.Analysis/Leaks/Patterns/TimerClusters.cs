using System.Globalization;
using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>
/// Makes a cluster of timers that have one callback. The holder is Node's list, or the object above the lists where their
/// times differ.
/// </summary>
internal static class TimerClusters
{
    public static LeakCluster Create(LeakContext context, TimerGroup group)
    {
        var snapshot = context.Snapshot;
        var (example, _) = group.Timers.MinBy(row => context.Paths.CostOf(row.Timer.Node));
        var lists = group.Timers.Select(row => row.Timer.List).Distinct().ToList();
        var holder = lists.Count == 1 ? lists[0] : context.Paths.ParentOf(lists[0]);
        var milliseconds = lists.Count == 1 ? example.Milliseconds : null;
        var facts = new TimerFacts(milliseconds, example.IsRepeating, group.IsRearmed, example.Call is not null);
        var made = MadeAt(context, example);
        var function = FindFunction(context, example, made);

        // Sockets that a callback keeps have timers of their own, which are not those that are counted.
        var all = group.Classes.Classes;
        var timers = all.First(row => row.Name == "Timeout");
        var entry = timers with { Example = example.Node, Born = [.. group.Born.Select(count => (long)count)] };
        List<SurvivorClass> classes = [.. all.Select(row => row.Name == entry.Name ? entry : row)];
        var bytes = classes.Sum(row => row.Bytes);
        var born = Enumerable.Range(0, context.Intervals.Count).Select(interval => classes.Sum(row => row.Born[interval])).ToArray();
        var contextPattern = AsyncContextRecognizer.Find(context.Survivors, example.Node, bytes / (double)entry.Count, facts);
        var isOfProgram = CodeOrigin.OwnerOf(made.Path) == CodeOwner.Application;
        return new LeakCluster
        {
            JoinedHolders = [],
            Holder = new ClusterHolder(
                holder,
                holder,
                snapshot.Classes.NameOf(holder),
                CodeOwner.Runtime,
                NameOf(context, holder, facts, made, function),
                new HolderContents(ContainerKind.None, ContainerKind.None, null),
                IsSpread: false,
                Chain: null),
            Growth = new ClusterGrowth.Objects(entry, born, context.Intervals.SteadinessOf(group.Born)),
            Bytes = bytes,
            Containers = [],
            Classes = classes,
            Path = PathTo(context, example),
            HolderGrew = HolderGrowth.ClassGrew(snapshot, entry, context.Earlier),
            Function = function,

            // A library's callback calls the program's.
            CreatedAt = isOfProgram ? [made] : group.Classes.PositionsOf(NodeType.Closure, entry.Count / 2),
            ClassesAt = [],
            AlsoHeldBy = [],
            AlsoFilled = [],
            Seed = null,
            Origin = new PatternOrigin((LeakPattern?)contextPattern ?? new TimerPattern(facts)),
        };
    }

    /// <summary>What a call keeps is in registers, without names.</summary>
    private static LeakedFunction? FindFunction(LeakContext context, RunningTimer timer, CodePosition made) => timer.Call is not null
        ? new LeakedFunction(string.IsNullOrEmpty(made.Function) ? null : made.Function, made, [])
        : LeakedFunction.Find(context.Survivors, timer.Callback, timer.Bound);

    private static CodePosition MadeAt(LeakContext context, RunningTimer timer)
    {
        var made = context.Snapshot.PositionOf(timer.Made)!; // candidates have one
        return timer.Call is { } call && AwaitingFunctions.FunctionOf(context.Snapshot.Graph, call) is { } waiting
            ? made with { Function = context.Snapshot.Graph.NameOf(waiting) }
            : made;
    }

    /// <summary>The function of Node's that starts the timers; the callback's name tells two callbacks of one file apart.</summary>
    private static HolderName NameOf(
        LeakContext context, NodeIndex holder, TimerFacts facts, CodePosition made, LeakedFunction? function)
    {
        return new HolderName
        {
            Kind = HolderKind.Instance,
            Label = facts.Starter,
            Members = [],
            MembersInLibrary = 0,
            Scope = new NameScope(function?.Name ?? facts.Milliseconds?.ToString(CultureInfo.InvariantCulture), made.Path),
            Listeners = null,
            Functions = [],
            Library = CodeOrigin.FindLibrary(made.Path),
            Named = holder,
            Path = context.Paths.FindPath(holder)!, // Node's lists are reached
        };
    }

    /// <summary>The best path to the timer, and on to its callback.</summary>
    private static RootPath PathTo(LeakContext context, RunningTimer timer)
    {
        var hops = context.Paths.FindPath(timer.Node)!.Hops; // running timers are reached
        foreach (var edge in context.Snapshot.Graph.EdgesOf(timer.Node))
        {
            var isCallback = edge.Type == EdgeType.Property && edge.To == (timer.Bound ?? timer.Callback);
            if (isCallback) return new RootPath([.. hops, new PathHop(edge.Index, edge.To)]);
        }

        return new RootPath(hops);
    }
}
